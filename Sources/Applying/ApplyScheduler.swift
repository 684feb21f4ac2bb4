package import Planning

/// Decides which steps may run now. A value without any doing: tell it what ended, ask it what is next.
///
/// A step is ready when all that it depends on has succeeded. When a step fails, all that needs it is skipped; what is
/// independent goes on. Waiting for a rollout or a one-off task takes no place of the bound: it hardly makes any calls.
/// Each step and each dependency is looked at once, so the cost of a whole apply is that of sorting its steps.
package struct ApplyScheduler: Sendable {
  private let steps: [Step.ID: Step]
  private let dependents: [Step.ID: [Step.ID]]
  private var missing: [Step.ID: Int] = [:]
  private var readyCalls = MinHeap<Step.ID>()
  private var readyWaits = MinHeap<Step.ID>()
  private var running = Set<Step.ID>()
  private var callsRunning = 0
  /// Neither ended nor skipped.
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
    for step in steps where step.dependsOn.isEmpty { makeReady(step) }
  }

  /// Nothing runs and nothing can run any more.
  package var isFinished: Bool { running.isEmpty && readyCalls.isEmpty && readyWaits.isEmpty }

  /// Steps to begin now, in the order of the plan.
  package mutating func next() -> [Step] {
    var begun: [Step.ID] = []
    while let id = readyWaits.removeFirst() { begun.append(id) }
    while callsRunning < parallelism, let id = readyCalls.removeFirst() {
      callsRunning += 1
      begun.append(id)
    }
    running.formUnion(begun)
    return begun.sorted().compactMap { steps[$0] }
  }

  /// Takes note that a step ended; returns the steps that can never run now, each with the step it waited for.
  package mutating func finish(_ id: Step.ID, success: Bool) -> [(step: Step, because: Step)] {
    guard let step = steps[id], running.remove(id) != nil else { return [] }
    if !step.isWait { callsRunning -= 1 }
    open.remove(id)
    guard success else { return skipDependents(of: step) }
    for dependent in dependents[id] ?? [] {
      missing[dependent, default: 1] -= 1
      if missing[dependent] == 0, open.contains(dependent), let step = steps[dependent] { makeReady(step) }
    }
    return []
  }

  /// Nothing new begins from now on; returns what has not begun.
  package mutating func stop() -> [Step] {
    guard !isStopped else { return [] }
    isStopped = true
    let left = open.subtracting(running)
    open.subtract(left)
    readyCalls = MinHeap()
    readyWaits = MinHeap()
    return left.sorted().compactMap { steps[$0] }
  }

  private mutating func makeReady(_ step: Step) {
    if step.isWait { readyWaits.insert(step.id) } else { readyCalls.insert(step.id) }
  }

  private mutating func skipDependents(of failed: Step) -> [(step: Step, because: Step)] {
    var skipped: [(step: Step, because: Step)] = []
    var queue = dependents[failed.id] ?? []
    while let id = queue.popLast() {
      guard open.remove(id) != nil, let step = steps[id] else { continue }
      skipped.append((step, failed))
      queue += dependents[id] ?? []
    }
    return skipped.sorted { $0.step.id < $1.step.id }
  }
}

extension Step {
  /// The step spends its time waiting.
  package var isWait: Bool {
    switch work {
    case .awaitRollout, .run: true
    case .create, .update, .delete, .adopt, .forget: false
    }
  }
}
