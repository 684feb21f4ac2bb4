package import Planning

/// Decides which steps may run now. A value without any doing: tell it what ended, ask it what is next.
///
/// A step is ready when all that it depends on has succeeded. When a step fails, all that needs it is skipped; what is
/// independent goes on. Waiting for a rollout takes no slot of the bound, because it makes no calls of its own.
package struct ApplyScheduler: Sendable {
  private let steps: [Step.ID: Step]
  private let dependents: [Step.ID: [Step.ID]]
  private var missing: [Step.ID: Int] = [:]
  private var ready: [Step.ID] = []
  private var running = Set<Step.ID>()
  private var open: Set<Step.ID>
  private let parallelism: Int
  private var isStopped = false

  package init(_ steps: [Step], parallelism: Int) {
    self.steps = Dictionary(steps.map { ($0.id, $0) }) { $1 }
    self.parallelism = max(1, parallelism)
    var dependents: [Step.ID: [Step.ID]] = [:]
    for step in steps {
      missing[step.id] = step.dependsOn.count
      for needed in step.dependsOn { dependents[needed, default: []].append(step.id) }
    }
    self.dependents = dependents
    open = Set(steps.map(\.id))
    ready = steps.filter { $0.dependsOn.isEmpty }.map(\.id).sorted().reversed()
  }

  /// Nothing runs and nothing can run any more.
  package var isFinished: Bool { running.isEmpty && (ready.isEmpty || isStopped) }

  /// Steps to begin now, in the order of the plan.
  package mutating func next() -> [Step] {
    guard !isStopped else { return [] }
    var begun: [Step] = []
    var kept: [Step.ID] = []
    while let id = ready.popLast() {
      guard let step = steps[id] else { continue }
      if step.isWait || busy < parallelism {
        running.insert(id)
        begun.append(step)
      } else {
        kept.append(id)
        if kept.count > parallelism { break }
      }
    }
    ready += kept.reversed()
    return begun
  }

  private var busy: Int { running.count { steps[$0]?.isWait == false } }

  /// Takes note that a step ended; returns the steps that can never run now, each with the step it waited for.
  package mutating func finish(_ id: Step.ID, success: Bool) -> [(step: Step, because: Step)] {
    running.remove(id)
    open.remove(id)
    guard success else { return skipDependents(of: id) }
    for dependent in dependents[id] ?? [] {
      missing[dependent, default: 1] -= 1
      if missing[dependent] == 0, open.contains(dependent) { insertReady(dependent) }
    }
    return []
  }

  /// Nothing new begins from now on; returns what has not begun.
  package mutating func stop() -> [Step] {
    isStopped = true
    let left = open.subtracting(running)
    open.subtract(left)
    ready = []
    return left.sorted().compactMap { steps[$0] }
  }

  /// `ready` is kept in falling order, so that the first step of the plan is popped first.
  private mutating func insertReady(_ id: Step.ID) {
    var low = 0
    var high = ready.count
    while low < high {
      let middle = (low + high) / 2
      if ready[middle] > id { low = middle + 1 } else { high = middle }
    }
    ready.insert(id, at: low)
  }

  private mutating func skipDependents(of failed: Step.ID) -> [(step: Step, because: Step)] {
    guard let cause = steps[failed] else { return [] }
    var skipped: [(step: Step, because: Step)] = []
    var queue = dependents[failed] ?? []
    while let id = queue.popLast() {
      guard open.remove(id) != nil, let step = steps[id] else { continue }
      skipped.append((step, cause))
      queue += dependents[id] ?? []
    }
    return skipped.sorted { $0.step.id < $1.step.id }
  }
}

extension Step {
  /// The step only waits; it changes nothing.
  package var isWait: Bool {
    switch work {
    case .awaitRollout: true
    case .create, .update, .delete, .adopt, .forget: false
    }
  }
}
