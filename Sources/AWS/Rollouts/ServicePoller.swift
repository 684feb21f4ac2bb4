import Providers
import Resources

/// Looks at services again and again for everybody who waits for one: a single loop, ten services to a call.
///
/// The loop runs only while somebody waits. A waiter that is cancelled is let go at once.
actor ServicePoller {
  struct Snapshot: Sendable {
    enum State: Sendable {
      /// With what is known of the traffic that goes over.
      case present(ServiceShape, ServiceDeploymentShape?)
      case missing
      /// The look failed; the next one may not.
      case trouble(ProviderError)
    }

    /// When it was taken, on the cloud's clock.
    var time: Double
    var state: State
  }

  private struct Watch {
    var identity: ResourceIdentity
    var deadline: Double
    var isNew = true
    /// Takes a snapshot and says whether the waiting is over.
    var isOver: @Sendable (Snapshot) async -> Bool
  }

  private let calls: APICalls
  private var watches: [Int: Watch] = [:]
  private var nextNumber = 0
  private var loop: Task<Void, Never>?

  init(calls: APICalls) {
    self.calls = calls
  }

  /// Looks at one service until `judge` has an answer; one look is taken at the deadline. Nil when the task is cancelled.
  nonisolated func answer<Answer: Sendable>(
    about identity: ResourceIdentity, deadline: Double, judge: @escaping @Sendable (Snapshot) async -> Answer?
  ) async -> Answer? {
    let (answers, continuation) = AsyncStream<Answer>.makeStream()
    let watch = Watch(identity: identity, deadline: deadline) { snapshot in
      guard let answer = await judge(snapshot) else { return false }
      continuation.yield(answer)
      continuation.finish()
      return true
    }
    let number = await begin(watch)
    for await answer in answers { return answer }
    await end(number)
    return nil
  }

  private func begin(_ watch: Watch) -> Int {
    nextNumber += 1
    watches[nextNumber] = watch
    if loop == nil { loop = Task { await self.run() } }
    return nextNumber
  }

  private func end(_ number: Int) {
    watches[number] = nil
    guard watches.isEmpty else { return }
    loop?.cancel()
    loop = nil
  }

  private func run() async {
    while !watches.isEmpty, !Task.isCancelled {
      await calls.clock.sleep(for: .seconds(pause(now: await calls.clock.now())))
      guard !Task.isCancelled else { return }
      await look()
    }
    if !Task.isCancelled { loop = nil }
  }

  /// The first look comes soon; later ones every 10 to 15 seconds, and more slowly for many, because the calls are
  /// shared with the whole account.
  private func pause(now: Double) -> Double {
    let usual =
      if watches.values.contains(where: \.isNew) {
        calls.jitter.seconds(in: 4...6)
      } else if watches.count > 500 {
        calls.jitter.seconds(in: 25...35)
      } else {
        calls.jitter.seconds(in: 10...15)
      }
    let untilDeadline = watches.values.map { $0.deadline - now }.filter { $0 > 0 }.min() ?? usual
    return min(usual, untilDeadline)
  }

  private func look() async {
    let watched = watches.mapValues(\.identity)
    for number in watched.keys { watches[number]?.isNew = false }
    let batches = Dictionary(grouping: Set(watched.values), by: \.scope).values.flatMap { $0.sorted().pieces(of: 10) }
    let calls = calls
    let looks = try? await concurrently(batches) { batch throws(ProviderError) in await Self.states(batch, calls) }
    let states = Dictionary((looks ?? []).joined(), uniquingKeysWith: { first, _ in first })
    let now = await calls.clock.now()
    await withTaskGroup(of: (number: Int, isOver: Bool).self) { group in
      for (number, identity) in watched {
        guard let state = states[identity], let watch = watches[number] else { continue }
        group.addTask { (number, await watch.isOver(Snapshot(time: now, state: state))) }
      }
      for await end in group where end.isOver { watches[end.number] = nil }
    }
  }

  private static func states(_ batch: [ResourceIdentity], _ calls: APICalls) async -> [(ResourceIdentity, Snapshot.State)] {
    do throws(ProviderError) {
      let found = try await calls.services(batch, withTags: false, APICalls.CallPolicy(attempts: 3))
      let shifts = await calls.shifts(of: found.values)
      return batch.map { identity in
        (identity, found[identity].map { .present($0, $0.arn.flatMap { shifts[$0] }) } ?? .missing)
      }
    } catch {
      return batch.map { ($0, .trouble(error)) }
    }
  }
}

extension ProviderError.Kind {
  /// Trouble that asking again later may end.
  var mayPass: Bool {
    switch self {
    case .unreachable, .throttled, .busy, .unexpected: true
    case .forbidden, .credentials, .refused, .quota, .gone, .cancelled: false
    }
  }
}
