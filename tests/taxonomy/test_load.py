import dataclasses

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core.errors import Forbidden, Invalid
from app.extensions import db
from app.taxonomy import catalogue, loading, queries, services
from app.taxonomy.models import Region, Sector, TaxonomyRelease, Term
from tests import factories

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def loaded(app):
    loading.load()
    db.session.commit()


def count(model):
    return len(db.session.scalars(select(model)).all())


def test_everything_is_loaded_once(loaded):
    assert count(Region) == len(catalogue.regions())
    assert count(Sector) == len(catalogue.sectors()) + len(catalogue.sector_groups())
    assert db.session.get(Term, ("round", "seed")).details["early"] is True
    assert db.session.get(Sector, "games").group_code == "culture-tourism"
    assert db.session.get(Region, "330402").parent_code == "330400"
    assert count(TaxonomyRelease) == len(loading.RELEASES)
    assert loading.outdated() == []
    assert loading.load() == []


def test_what_is_up_to_date_costs_one_statement(loaded, statements):
    with statements() as seen:
        assert loading.outdated() == []
    assert len(seen) == 1


def test_a_newer_file_changes_and_retires_but_never_deletes(loaded, monkeypatch):
    first, *rest = catalogue.stages()
    renamed = dataclasses.replace(rest[0], name_en="Renamed")
    added = dataclasses.replace(first, code="brand-new")
    monkeypatch.setitem(loading.TERMS, "stages", ("stage", lambda: (added, renamed, *rest[1:])))
    monkeypatch.setattr(loading, "digest_of", lambda name: "new" if name == "stages" else _digest(name))
    [outcome] = loading.load()
    # Every entry behind the removed one keeps its position but for the first, whose place the new one takes.
    assert (outcome.added, outcome.changed, outcome.retired) == (1, 1, 1)
    db.session.expire_all()
    assert db.session.get(Term, ("stage", first.code)).retired_at is not None
    assert db.session.get(Term, ("stage", renamed.code)).name_en == "Renamed"


def test_a_retired_code_that_returns_is_valid_again(loaded, monkeypatch):
    stages = catalogue.stages()
    monkeypatch.setattr(loading, "digest_of", lambda name: "edited" if name == "stages" else _digest(name))
    monkeypatch.setitem(loading.TERMS, "stages", ("stage", lambda: stages[:-1]))
    loading.load()
    monkeypatch.undo()
    [outcome] = loading.load()
    assert (outcome.name, outcome.changed, outcome.retired) == ("stages", 1, 0)


def test_an_older_release_does_not_undo_a_newer_one(loaded):
    release = db.session.get(TaxonomyRelease, "sectors")
    release.version, release.digest = "2999.1", "another"
    db.session.flush()
    [outcome] = loading.load()
    assert (outcome.newer, outcome.changed) == ("2999.1", 0)
    assert release.digest == "another"


def test_the_command_says_what_it_did(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["taxonomy", "load"])
    assert f"regions {loading.version_of('regions')}: {len(catalogue.regions())} new" in first.output
    assert "up to date" in runner.invoke(args=["taxonomy", "load"]).output


def test_own_words_are_understood_by_imports_and_matching(loaded):
    administrator = factories.actor(Role.ADMINISTRATOR)
    services.add_synonym(actor=administrator, sector_code="games", text="元宇宙游乐")
    services.add_synonym(actor=administrator, sector_code="games", text="Fun-ware")
    resolve = queries.sector_resolver()
    assert [resolve("元宇宙游乐"), resolve("funware"), resolve("游戏"), resolve("不存在")] == [
        "games",
        "games",
        "games",
        None,
    ]
    [games] = [entry for entry in queries.vocabulary() if entry.code == "games"]
    assert games.group == "culture-tourism"
    assert games.synonyms_zh[-1] == "元宇宙游乐"
    assert games.synonyms_en[-1] == "Fun-ware"


def test_a_word_means_one_sector(loaded):
    administrator = factories.actor(Role.ADMINISTRATOR)
    services.add_synonym(actor=administrator, sector_code="games", text="好玩的")
    for text in ("好玩的", "好 玩 的", "游戏", "!!!"):
        with pytest.raises(Invalid) as refusal:
            services.add_synonym(actor=administrator, sector_code="robotics", text=text)
        assert refusal.value.field == "text"
    with pytest.raises(Invalid):
        services.add_synonym(actor=administrator, sector_code="no-such", text="新词")


def test_only_an_administrator_teaches_words(loaded):
    word = services.add_synonym(actor=factories.actor(Role.ADMINISTRATOR), sector_code="games", text="好玩的")
    organiser = factories.actor(Role.ORGANISER)
    with pytest.raises(Forbidden):
        services.add_synonym(actor=organiser, sector_code="games", text="新词")
    with pytest.raises(Forbidden):
        services.remove_synonym(actor=organiser, synonym=word)


def test_what_nobody_knows_comes_with_the_nearest_names():
    near = queries.nearest("机器人产业化", [*catalogue.sector_groups(), *catalogue.sectors()])
    assert "robotics" in [entry.code for entry in near]
    assert len(near) <= 3
    assert queries.nearest("qqqq", catalogue.stages()) == []


_digest = loading.digest_of
