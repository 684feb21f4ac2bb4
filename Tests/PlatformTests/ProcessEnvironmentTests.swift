import Platform
import Testing

@Suite("Variables of the process")
struct ProcessEnvironmentTests {
  @Test("What is set on top wins, what is removed is missing, and an empty text counts as missing")
  func overrides() {
    let environment = ProcessEnvironment(overrides: ["HOME": nil, "RECONCILE_WHO": "kim", "TMPDIR": ""])
    #expect(environment["HOME"] == nil)
    #expect(environment[.who] == "kim")
    #expect(environment["TMPDIR"] == nil)
    #expect(environment.temporaryDirectory == "/tmp")
    #expect(environment["PATH"] == ProcessEnvironment()["PATH"])
  }

  @Test("Our own variables are told from those of others by their names", arguments: OwnVariable.allCases)
  func names(variable: OwnVariable) {
    #expect(variable.rawValue.hasPrefix("RECONCILE_"))
  }
}
