import Applying
import JSONDocument
import Planning
import Platform
import Recording
import Reporting
import Resources
import Synchronization

/// Shows an apply while it runs: lines, and on a terminal a table below them that is drawn again and again.
final class ApplyDisplay: ApplyObserver {
  let name = "display"
  /// Whoever reads slowly still reads everything.
  let patience: Duration? = nil

  private struct State {
    var narrator: ApplyNarrator
    /// Lines of the table that stand on the terminal now.
    var drawn = 0
  }

  private let state: Mutex<State>
  private let elapsed: @Sendable () -> Duration
  private let format: OutputFormat
  private let redraws: Bool

  init(_ plan: Plan, usual: [Address: Duration], session: Session, elapsed: @escaping @Sendable () -> Duration) {
    self.elapsed = elapsed
    state = Mutex(State(narrator: ApplyNarrator(plan: plan, usual: usual, style: session.errorStyle)))
    format = session.format
    redraws = format != .json && session.processEnvironment.canRedraw(.standardError)
  }

  func observe(_ event: ApplyEvent, at elapsed: Duration) {
    state.withLock { state in
      let lines = state.narrator.lines(event, at: elapsed)
      switch format {
      case .text, .markdown: print(lines, isProgress: event.isProgress, &state, at: elapsed)
      case .json: write(event, elapsed)
      }
    }
  }

  /// Once a second: keeps the table's clock moving, or says every ten seconds that we still wait.
  func tick() {
    let elapsed = elapsed()
    state.withLock { state in
      switch format {
      case .text, .markdown:
        let lines = state.narrator.heartbeat(at: elapsed)
        print(redraws ? [] : lines, isProgress: false, &state, at: elapsed)
      case .json: for event in state.narrator.heartbeatEvents(at: elapsed) { write(event, elapsed) }
      }
    }
  }

  private func write(_ event: ApplyEvent, _ elapsed: Duration) {
    guard let line = ApplyJSON.line(event, elapsed: elapsed) else { return }
    Stream.standardOutput.write(json: line.text() + "\n")
  }

  /// Ticks until it is cancelled.
  func keepTicking() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .seconds(1))
      if !Task.isCancelled { tick() }
    }
  }

  /// Takes the table away.
  func erase() {
    state.withLock { state in
      Stream.standardError.write("", over: state.drawn)
      state.drawn = 0
    }
  }

  /// A line above the table, for a person.
  func notify(_ text: String) {
    guard format != .json else { return }
    let elapsed = elapsed()
    state.withLock { state in print([text], isProgress: false, &state, at: elapsed) }
  }

  func notify(_ event: LockWait.Event, _ session: Session) {
    switch format {
    case .text, .markdown: notify(session.text(of: event))
    case .json: session.notify(event)
    }
  }

  /// What was begun and has not ended, for the last word of a program that is stopped.
  var inFlight: [Step] { state.withLock { $0.narrator.inFlight } }

  /// On a terminal progress shows in the table and needs no line.
  private func print(_ lines: [String], isProgress: Bool, _ state: inout State, at elapsed: Duration) {
    guard redraws else {
      Stream.standardError.write(Message(lines: lines))
      return
    }
    let drawn = state.drawn
    state.drawn = 0
    var output = isProgress ? [] : lines
    if !state.narrator.inFlight.isEmpty {
      let size = Stream.standardError.size
      let table = state.narrator.table(at: elapsed, width: size.width - 1, height: min(size.height - 1, 16))
      output += table
      state.drawn = table.count
    }
    Stream.standardError.write(Message(lines: output), over: drawn)
  }
}

extension ApplyEvent {
  fileprivate var isProgress: Bool {
    switch self {
    case .progress: true
    case .started, .task, .earlierTask, .finished: false
    }
  }
}
