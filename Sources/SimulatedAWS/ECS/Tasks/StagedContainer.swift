package import AWS
import JSONDocument

/// How a container of a lone task fares: what it writes, how long it runs, and what it ends with.
package struct StagedContainer: Sendable, Equatable {
  package var exitCode: Int
  /// Seconds from the start of the task until the container ends.
  package var seconds: Double
  /// Spread evenly over that time; nil: a line at the start and one at the end.
  package var lines: [String]?

  package init(exitCode: Int = 0, seconds: Double = StandaloneTaskLife.workTime, lines: [String]? = nil) {
    self.exitCode = exitCode
    self.seconds = seconds
    self.lines = lines
  }

  /// As it was kept; what is not said there follows from how such containers fare.
  init(_ json: JSON?, _ behaviour: ContainerBehaviour) {
    let ending = behaviour.ending
    let seconds = ending.flatMap { $0.after > 0 ? $0.after : nil } ?? StandaloneTaskLife.workTime
    self.init(
      exitCode: json?["exitCode"]?.intValue ?? ending?.exitCode ?? 0, seconds: json?["seconds"]?.doubleValue ?? seconds,
      lines: (json?["lines"]?.arrayValue)?.compactMap(\.stringValue))
  }

  var json: JSON {
    .members(
      ("exitCode", .int(exitCode)), ("seconds", .time(seconds)), ("lines", lines.map { .array($0.map { .string($0) }) }))
  }

  /// What it has written at `instant`, with the times. `ended` is what it really ended with, and when.
  func events(_ name: String, startedAt start: Double, ended: (code: Int, at: Double)?, now: Double) -> [(Double, String)] {
    guard let lines else {
      var events = [(start, "\(name): started")]
      if let ended {
        let words = ended.code == 0 ? "\(name): done" : "\(name): fatal: ending with exit code \(ended.code)"
        events.append((ended.at, words))
      }
      return events
    }
    let pause = seconds / Double(lines.count + 1)
    let all = lines.enumerated().map { (start + pause * Double($0 + 1), $1) }
    return all.filter { $0.0 <= (ended?.at ?? now) }
  }
}

extension SimulatedCloud {
  /// Says how a container fares in lone tasks of the family that are run from now on; nil: as its image does.
  package func stage(_ staged: StagedContainer?, family: String, container: String) async throws(AWSError) {
    let (scope, scenario) = (scope, file.scenario)
    try await file.write { database throws(AWSError) in
      let documents = try Call(database, scope, scenario).documents
      let key = "\(family) \(container)"
      if let staged {
        try documents.put(.stagedTasks, key, staged.json)
      } else {
        try documents.remove(.stagedTasks, key)
      }
    }
  }
}
