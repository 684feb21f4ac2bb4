/// Notices that a service does the same over and over, as one whose image was never pushed, and how many rounds of that can
/// be left out. A cloud that lay in its file for months would else play every failed start since then.
struct Rut {
  /// Happenings between two looks: more than a rollout has before it repeats itself.
  private static let span = 100
  /// The last hours are played in any case, so that tasks and events are there as of any other service.
  private static let playedSeconds = 4.0 * 3600

  private struct Look {
    var instant: Double
    var workload: Workload
  }

  private var happenings = 0
  private var before: Look?

  /// To be asked before each happening. Nil: it is to be played.
  mutating func leap(_ workload: Workload, at instant: Double, to now: Double) -> Leap? {
    happenings += 1
    guard happenings % Self.span == 0, now - instant > Self.playedSeconds else { return nil }
    defer { before = Look(instant: instant, workload: workload) }
    guard let before, Self.isSame(before.workload, workload) else { return nil }
    let seconds = instant - before.instant
    // What comes later than a round from now would come too late.
    guard seconds > 0, workload.tasks.allSatisfy({ ($0.changesAt ?? 0) <= instant + seconds }) else { return nil }
    let rounds = ((now - Self.playedSeconds - instant) / seconds).rounded(.down)
    guard rounds >= 1 else { return nil }
    return Leap(rounds: Int(rounds), since: before.instant, seconds: rounds * seconds, from: before.workload)
  }

  /// Nothing has come to an end or begun but tasks, and nothing else is under way.
  private static func isSame(_ before: Workload, _ now: Workload) -> Bool {
    let isRolling = now.deployments.allSatisfy { $0.shift == nil || $0.state != .inProgress }
    return isRolling && before.deployments.map(\.id) == now.deployments.map(\.id)
      && before.deployments.map(\.state) == now.deployments.map(\.state)
      && before.history.map(\.status) == now.history.map(\.status) && before.isSteady == now.isSteady
      && (before.failuresInRow == 0) == (now.failuresInRow == 0)
  }
}

/// Rounds that are left out.
struct Leap {
  var rounds: Int
  /// When the round began that is taken for all of them.
  var since: Double
  var seconds: Double
  var from: Workload
}

extension Workload {
  /// As if the rounds had been played: what is of the last one happened so much later, and counts have grown.
  mutating func leap(_ leap: Leap) {
    func later(_ instant: Double?) -> Double? { instant.map { $0 >= leap.since ? $0 + leap.seconds : $0 } }
    func grown(_ now: Int, _ before: Int) -> Int { now + leap.rounds * (now - before) }
    wakeAt = later(wakeAt)
    steadyAt = later(steadyAt)
    for position in tasks.indices {
      tasks[position].createdAt = later(tasks[position].createdAt) ?? 0
      tasks[position].startedAt = later(tasks[position].startedAt)
      tasks[position].stoppedAt = later(tasks[position].stoppedAt)
      tasks[position].changesAt = later(tasks[position].changesAt)
    }
    for position in events.indices { events[position].createdAt = later(events[position].createdAt) ?? 0 }
    for position in deployments.indices {
      let before = leap.from.deployments[position]
      deployments[position].updatedAt = later(deployments[position].updatedAt) ?? 0
      deployments[position].failedTasks = grown(deployments[position].failedTasks, before.failedTasks)
      deployments[position].breakerFailures = grown(deployments[position].breakerFailures, before.breakerFailures)
      if let begun = deployments[position].begun { deployments[position].begun = grown(begun, before.begun ?? begun) }
    }
    failuresInRow = grown(failuresInRow, leap.from.failuresInRow)
    lastNumber = grown(lastNumber, leap.from.lastNumber)
  }
}
