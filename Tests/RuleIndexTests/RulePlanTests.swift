import RuleIndex
import RuleLanguage
import Testing

@Suite("An index tells how it finds a rule")
struct RulePlanTests {
    @Test(
        "by which conditions, and what is tested then",
        arguments: [
            ("kind == 'seizure' && severity >= 3", "found by kind == 'seizure'; then tested: severity >= 3"),
            ("severity > 3 && !(x == 1)", "held against every alert; then tested: severity > 3, x != 1"),
            (
                "has(o.p) && !has(o.q)",
                "held against every alert; then tested: o.p is there, o is an object, o.q is not there"
            ),
            ("!has(q)", "held against every alert; then tested: the alert is an object, q is not there"),
            ("a in ['x', 'y']", "found by a in ['x', 'y'] (2 entries)"),
            ("a == 'x' || b.startsWith('24')", "found by a == 'x'\nfound by b.startsWith('24')"),
            (
                "goods.exists(g, g.hs.startsWith('2402'))",
                "found by goods[].hs.startsWith('2402'), for each element of goods"
            ),
            ("'PA' in route", "found by route[] == 'PA', for each element of route"),
            ("a == 'x' && note.contains('y')", "found by a == 'x'; then evaluated as a whole"),
            ("note.contains('y')", "held against every alert; then evaluated as a whole"),
            ("a == 'x' && a in []", "never matches"),
            ("a == null && b != true", "found by a == null; then tested: b != true"),
        ])
    func plans(text: String, expected: String) throws {
        #expect(RuleIndex().plan(of: try Rule(text)).description == expected)
    }

    @Test("and asking does not change the index")
    func plansLeaveTheIndexAlone() throws {
        var index = RuleIndex()
        index.insert(RuleID(rawValue: 1), try Rule("a == 'x'"))
        let before = index.description
        #expect(index.plan(of: try Rule("b == 'new' && note.contains('y')")).isBroad == false)
        #expect(index.description == before)
        #expect(index.count == 1)
    }
}
