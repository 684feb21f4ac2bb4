import Foundation
import Testing

/// Runs every `Scripts/<name>/script.txt` against the built program, each in a fresh copy of an `envs` folder.
///
/// `RECONCILE_RECORD=1` writes what came back into the scripts; the run fails then, so that nobody records by accident.
@Suite struct ScriptTests {
  @Test(arguments: ScriptFolder.all)
  func theProgramAnswersAsRecorded(folder: ScriptFolder) throws {
    let recorded = try String(contentsOf: folder.script, encoding: .utf8)
    let isDraft = recorded.hasPrefix(ScriptFolder.draftMark)
    if isDraft, !Workplace.isRecording { return }
    let place = try Workplace(for: folder)
    defer { place.remove() }
    let expected = Script(text: isDraft ? String(recorded.dropFirst(ScriptFolder.draftMark.count)) : recorded)
    var actual = expected
    for (position, exchange) in expected.exchanges.enumerated() {
      let answer = try place.run(exchange.command)
      actual.exchanges[position].output = answer.output
      actual.exchanges[position].exitCode = answer.exitCode
    }
    if Workplace.isRecording {
      try actual.text.write(to: folder.script, atomically: true, encoding: .utf8)
      Issue.record("\(folder) was recorded; run again without RECONCILE_RECORD")
    } else {
      for (wanted, got) in zip(expected.exchanges, actual.exchanges) where wanted != got {
        Issue.record(
          """
          \(folder): $ \(wanted.command)
          \(Self.difference(wanted.output + ["[exit \(wanted.exitCode)]"], got.output + ["[exit \(got.exitCode)]"]))
          """)
      }
    }
  }

  private static func difference(_ expected: [String], _ actual: [String]) -> String {
    let changes = actual.difference(from: expected)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var lines: [String] = []
    var (left, right) = (0, 0)
    while left < expected.count || right < actual.count {
      if left < expected.count, removed.contains(left) {
        lines.append("- \(expected[left])")
        left += 1
      } else if right < actual.count, inserted.contains(right) {
        lines.append("+ \(actual[right])")
        right += 1
      } else {
        lines.append("  \(expected[left])")
        left += 1
        right += 1
      }
    }
    return lines.joined(separator: "\n")
  }
}
