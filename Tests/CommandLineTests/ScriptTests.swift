import Foundation
import Testing

/// Runs every `Scripts/<name>/script.txt` against the built program, each in a fresh copy of an `envs` folder.
///
/// `RECONCILE_RECORD=1` writes what came back into the scripts; the run fails then, so that nobody records by accident.
@Suite struct ScriptTests {
  @Test("the program answers as recorded", arguments: ScriptFolder.all)
  func theProgramAnswersAsRecorded(folder: ScriptFolder) throws {
    let recorded = try String(contentsOf: folder.script, encoding: .utf8)
    let isDraft = recorded.hasPrefix(ScriptFolder.draftMark)
    if isDraft, !Workplace.isRecording { return }
    let place = try Workplace(for: folder)
    defer { place.remove() }
    let expected = Script(text: isDraft ? String(recorded.dropFirst(ScriptFolder.draftMark.count)) : recorded)
    let actual = try expected.answered { try place.run($0) }
    if Workplace.isRecording {
      try actual.text.write(to: folder.script, atomically: true, encoding: .utf8)
      Issue.record("\(folder) was recorded; run again without RECONCILE_RECORD")
    } else {
      for difference in expected.differences(from: actual) { Issue.record("\(folder): \(difference)") }
    }
  }
}
