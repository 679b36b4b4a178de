from tests.access import matrix, table


def test_every_route_is_in_the_table_and_every_line_is_a_route(app):
    declared, real = set(table.ROUTES), set(matrix.routes(app))
    assert real - declared == set(), "routes missing in the table"
    assert declared - real == set(), "lines without a route"
