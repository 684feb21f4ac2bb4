import Foundation
import Resources
import TestSupport
import Testing

/// The scripts once more, with our own cloud behind HTTP: by the provider `aws-cli` and the real `aws` program, and by `aws`. What
/// is expected is what was recorded for the cloud inside of the program.
///
/// A few of them always; all with `RECONCILE_SERVED=all`, or those that it names (`RECONCILE_SERVED=drift,waves`), by one
/// provider alone with `RECONCILE_SERVED_BY=aws`.
@Suite(
  "Scripts against a served cloud", .serialized,
  .enabled(if: WarmAWS.isInstalled, "the aws program is not in .venv; next: run scripts/setup --test-tools"), .warmAWS)
struct ServedScriptTests {
  @Test(
    "The program answers as recorded for the simulated provider", arguments: ServedDifferences.chosen,
    ServedDifferences.providers)
  func answers(folder: ScriptFolder, provider: ProviderName) throws {
    let expected = Script(text: try String(contentsOf: folder.script, encoding: .utf8))
    let place = try ServedWorkplace(for: folder, by: provider)
    defer { place.remove() }
    let known = ServedDifferences.commands[folder.description] ?? [:]
    for exchange in expected.exchanges {
      let answer = try place.run(exchange.command)
      var actual = exchange
      actual.output = answer.output
      actual.exitCode = answer.exitCode
      let wanted = ServedWorkplace.served(exchange, by: provider)
      if wanted != actual, known[exchange.command] == nil {
        Issue.record("\(folder), \(provider): \(wanted.difference(from: actual))")
      }
    }
  }

  @Test("The tables name scripts and commands that exist")
  func tables() throws {
    let names = Set(ScriptFolder.all.map(\.description))
    #expect(names.isSuperset(of: ServedDifferences.scripts.keys))
    #expect(names.isSuperset(of: ServedDifferences.always))
    for (name, commands) in ServedDifferences.commands {
      let folder = try #require(ScriptFolder.all.first { $0.description == name }, "\(name)")
      let script = Script(text: try String(contentsOf: folder.script, encoding: .utf8))
      #expect(Set(script.exchanges.map(\.command)).isSuperset(of: commands.keys), "\(name)")
    }
  }
}
