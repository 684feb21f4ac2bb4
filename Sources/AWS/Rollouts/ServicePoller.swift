import Providers
import Resources

/// Looks at services again and again for everybody who waits for one: a single loop, ten services to a call.
///
/// The loop runs only while somebody waits. A waiter that is cancelled is let go at once.
actor ServicePoller {
  struct Snapshot: Sendable {
    enum State: Sendable {
      case present(ServiceShape)
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
    var snapshots: AsyncStream<Snapshot>.Continuation
  }

  private let calls: APICalls
  private var watches: [Int: Watch] = [:]
  private var nextNumber = 0
  private var loop: Task<Void, Never>?

  init(calls: APICalls) {
    self.calls = calls
  }

  /// Looks at one service until the reader stops reading; one look is taken at the deadline.
  func snapshots(of identity: ResourceIdentity, deadline: Double) -> AsyncStream<Snapshot> {
    let (stream, continuation) = AsyncStream<Snapshot>.makeStream()
    let number = nextNumber
    nextNumber += 1
    watches[number] = Watch(identity: identity, deadline: deadline, snapshots: continuation)
    continuation.onTermination = { _ in Task { await self.end(number) } }
    if loop == nil { loop = Task { await self.run() } }
    return stream
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
    for (number, identity) in watched {
      guard let state = states[identity] else { continue }
      watches[number]?.snapshots.yield(Snapshot(time: now, state: state))
    }
  }

  private static func states(_ batch: [ResourceIdentity], _ calls: APICalls) async -> [(ResourceIdentity, Snapshot.State)] {
    do throws(ProviderError) {
      let found = try await calls.services(batch, withTags: false, APICalls.Manner(attempts: 3))
      return batch.map { ($0, found[$0].map(Snapshot.State.present) ?? .missing) }
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
