"""Rows that the database keeps as they are from a moment on."""

from typing import Any

from sqlalchemy import DDL, event


def freeze(model: Any, fixed: str, message: str) -> None:
    """Refuse to change or delete a row of which `fixed` holds; it is a condition on OLD, the row as it was."""
    table = model.__table__
    for statement in final(table.name, fixed, message)["sqlite"]:
        event.listen(table, "after_create", DDL(_escaped(statement)).execute_if(dialect="sqlite"))
    for statement in final(table.name, fixed, message)["postgresql"]:
        event.listen(table, "after_create", DDL(_escaped(statement)).execute_if(dialect="postgresql"))
    drop = DDL(f"DROP FUNCTION IF EXISTS {table.name}_final()")
    event.listen(table, "after_drop", drop.execute_if(dialect="postgresql"))


def final(table: str, fixed: str, message: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"""CREATE TRIGGER {table}_{word} BEFORE {word} ON {table} WHEN {fixed}
            BEGIN SELECT RAISE(ABORT, '{message}'); END"""
            for word in ("update", "delete")
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF {fixed} THEN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$""",
            f"""CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_final()""",
        ],
    }


def _escaped(statement: str) -> str:
    return statement.replace("%", "%%")
