package import Planning

/// All who watch one apply. Each has a queue and a task of its own, so that none holds up the apply or another one.
///
///     let observers = ApplyObservers([display, notifier], of: plan)
///     let report = await applier.apply(plan, run: run) { observers.tell($0) }
///     let problems = await observers.finish(report)
package final class ApplyObservers: Sendable {
  private let listeners: [Listener]
  private let elapsed: @Sendable () -> Duration

  /// `elapsed` is the time since the apply began.
  package init(
    _ observers: [any ApplyObserver], of plan: Plan, elapsed: @escaping @Sendable () -> Duration = Applier.uptime()
  ) {
    listeners = observers.map(Listener.init)
    self.elapsed = elapsed
    for listener in listeners { listener.notices.yield(.began(plan)) }
  }

  /// Returns at once. Events of one step must be told in their order.
  package func tell(_ event: ApplyEvent) {
    let elapsed = elapsed()
    for listener in listeners { listener.notices.yield(.happened(event, elapsed)) }
  }

  /// Waits until all have heard everything, each as long as its own patience allows. Without a report the apply never began.
  package func finish(_ report: ApplyReport?) async -> [ApplyObserverProblem] {
    for listener in listeners {
      if let report { listener.notices.yield(.ended(report)) }
      listener.notices.finish()
    }
    return await withTaskGroup(of: (Int, ApplyObserverProblem?).self) { group in
      for (index, listener) in listeners.enumerated() { group.addTask { (index, await listener.end()) } }
      var problems: [Int: ApplyObserverProblem] = [:]
      for await (index, problem) in group { problems[index] = problem }
      return listeners.indices.compactMap { problems[$0] }
    }
  }
}

/// One observer and what it has not heard yet.
private struct Listener: Sendable {
  enum Notice: Sendable {
    case began(Plan)
    case happened(ApplyEvent, Duration)
    case ended(ApplyReport)
  }

  let observer: any ApplyObserver
  let notices: AsyncStream<Notice>.Continuation
  private let hearing: Task<ApplyObserverProblem?, Never>

  init(_ observer: any ApplyObserver) {
    let (stream, notices) = AsyncStream.makeStream(of: Notice.self)
    self.observer = observer
    self.notices = notices
    hearing = Task {
      var failures: (count: Int, last: String) = (0, "")
      for await notice in stream {
        do {
          switch notice {
          case .began(let plan): try await observer.begin(plan)
          case .happened(let event, let elapsed): try await observer.observe(event, at: elapsed)
          case .ended(let report): try await observer.end(report)
          }
        } catch {
          failures = (failures.count + 1, "\(error)")
        }
      }
      guard failures.count > 0 else { return nil }
      return ApplyObserverProblem(observer: observer.name, .failed(times: failures.count, lastly: failures.last))
    }
  }

  /// What went wrong, once it has heard everything or its time is over. One that does not listen to its cancellation is
  /// left alone.
  func end() async -> ApplyObserverProblem? {
    guard let patience = observer.patience else { return await hearing.value }
    let (ends, end) = AsyncStream.makeStream(of: ApplyObserverProblem?.self)
    let name = observer.name
    Task { end.yield(await hearing.value) }
    let timer = Task {
      do { try await Task.sleep(for: patience) } catch { return }
      end.yield(ApplyObserverProblem(observer: name, .tooSlow))
    }
    defer {
      timer.cancel()
      hearing.cancel()
    }
    for await problem in ends { return problem }
    return nil
  }
}
