import AWS
import GRDB
import Synchronization

/// The clock of a simulated cloud. It stands still until somebody sleeps, and then jumps to the end of that sleep.
///
/// Of several sleepers the one who wakes first is woken first. The others stay asleep until he has had his chance to do
/// something and there has been a quiet moment: no call under way and none begun for about a millisecond. So a poll every
/// ten seconds and a timeout after thirty minutes can sleep side by side as they would in real time. The clock is the
/// file's: when another process lets time pass, it passes here. A file that cannot be written lets no time pass for the
/// objects in it: the clock goes on for whoever waits, and `failure` tells why the cloud is out of order.
final class VirtualClock: AWSClock {
  private let file: CloudFile
  private let census: TaskCensus?
  /// So many milliseconds without any call count as a quiet moment.
  private let quiet: Int
  private let state = Mutex(State())

  private struct Sleeper {
    var deadline: Double
    var wake: CheckedContinuation<Void, Never>
  }

  private struct State {
    var sleepers: [Int: Sleeper] = [:]
    /// Sleepers that were cancelled before they lay down.
    var cancelled: Set<Int> = []
    var nextNumber = 0
    var callsUnderWay = 0
    /// Grows with everything that happens; what stays the same for a moment is a quiet moment.
    var happenings = 0
    var isRunning = false
    /// The latest time that was told here.
    var latest = 0.0
    var failure: AWSError?
  }

  init(file: CloudFile, census: TaskCensus? = nil, quiet: Int = 1) {
    self.file = file
    self.census = census
    self.quiet = quiet
  }

  /// The latest time that was told here, without asking the file.
  var latest: Double { state.withLock { $0.latest } }

  /// Why time could not pass in the file when somebody slept last; nil once it has passed again.
  var failure: AWSError? { state.withLock { $0.failure } }

  func now() async -> Double {
    callBegan()
    defer { callEnded() }
    // A file that cannot be read fails the calls, which say so; the time has no way to.
    let now = (try? await file.read { database throws(AWSError) in try Timeline.now(database) }) ?? CloudFile.defaultStart
    return state.withLock { state in
      state.latest = max(state.latest, now)
      // The file's time stands still then, and who waits for an instant must not wait for ever.
      return state.failure == nil ? now : state.latest
    }
  }

  func sleep(for duration: Duration) async {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    guard seconds > 0, !Task.isCancelled else { return }
    let deadline = Timeline.rounded(await now() + seconds)
    let number = state.withLock { state in
      state.nextNumber += 1
      return state.nextNumber
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { lieDown(number, until: deadline, $0) }
    } onCancel: {
      wake(number)
    }
  }

  func callBegan() {
    state.withLock { state in
      state.callsUnderWay += 1
      state.happenings += 1
    }
  }

  func callEnded() {
    state.withLock { state in
      state.callsUnderWay -= 1
      state.happenings += 1
    }
  }

  private func lieDown(_ number: Int, until deadline: Double, _ continuation: CheckedContinuation<Void, Never>) {
    let (isCancelled, isFirst) = state.withLock { state -> (Bool, Bool) in
      state.happenings += 1
      if state.cancelled.remove(number) != nil { return (true, false) }
      state.sleepers[number] = Sleeper(deadline: deadline, wake: continuation)
      let isFirst = !state.isRunning
      state.isRunning = true
      return (false, isFirst)
    }
    if isCancelled { continuation.resume() }
    if isFirst { Task { await self.run() } }
  }

  private func wake(_ number: Int) {
    let sleeper = state.withLock { state -> Sleeper? in
      if let sleeper = state.sleepers.removeValue(forKey: number) { return sleeper }
      state.cancelled.insert(number)
      return nil
    }
    sleeper?.wake.resume()
  }

  /// Wakes sleepers one deadline after another until nobody sleeps.
  private func run() async {
    while true {
      await quietMoment()
      let earliest = state.withLock { state -> Double? in
        let earliest = state.sleepers.values.map(\.deadline).min()
        if earliest == nil { state.isRunning = false }
        return earliest
      }
      guard let earliest else { return }
      let now = await advance(to: earliest)
      let (woken, happenings) = state.withLock { state -> ([Sleeper], Int) in
        let due = state.sleepers.filter { $0.value.deadline <= now }.sorted {
          ($0.value.deadline, $0.key) < ($1.value.deadline, $1.key)
        }
        for number in due.map(\.key) { state.sleepers[number] = nil }
        return (due.map(\.value), state.happenings)
      }
      for sleeper in woken { sleeper.wake.resume() }
      await reaction(of: woken.count, since: happenings)
    }
  }

  /// Whoever was woken calls or sleeps again. Bounded, for those who had nothing else to do.
  private func reaction(of count: Int, since happenings: Int) async {
    for _ in 0..<30 {
      guard state.withLock({ $0.happenings - happenings < count }) else { return }
      try? await Task.sleep(for: .milliseconds(1))
    }
  }

  /// Bounded, so that somebody who calls without pause cannot stop the time.
  private func quietMoment() async {
    var calm = 0
    for _ in 0..<20 * quiet {
      let before = state.withLock(\.happenings)
      try? await Task.sleep(for: .milliseconds(1))
      let isQuiet = state.withLock { $0.callsUnderWay == 0 && $0.happenings == before }
      calm = isQuiet ? calm + 1 : 0
      if calm >= quiet { return }
    }
  }

  /// Lets the time pass to `instant`, unless it is later already; answers the time it is.
  func advance(to instant: Double) async -> Double {
    let (census, scenario) = (census, file.scenario)
    do throws(AWSError) {
      let now = try await file.write { database throws(AWSError) in
        guard let census else { return try Timeline.advance(database, to: instant, scenario) }
        return try census.advance(database, to: instant, scenario)
      }
      tell(now, failure: nil)
      return now
    } catch {
      tell(instant, failure: error)
      return instant
    }
  }

  private func tell(_ instant: Double, failure: AWSError?) {
    state.withLock { state in
      state.latest = max(state.latest, instant)
      state.failure = failure
    }
  }
}
