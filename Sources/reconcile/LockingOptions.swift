import ArgumentParser
import Engine
import Platform
import Recording
import Reporting

/// Of every command that writes the state.
struct LockingOptions: ParsableArguments {
  @Option(
    name: .customLong("lock-timeout"),
    help: ArgumentHelp("How long to wait while somebody else holds the lock: 30s, 10m.", valueName: "time"))
  var lockTimeout = TimeLimit(.zero)

  func attempt(
    _ operation: String, _ session: Session, onEvent: @escaping @Sendable (LockWait.Event) -> Void
  ) -> LockAttempt {
    LockAttempt(
      session.processEnvironment.lockRequest(operation), wait: LockWait(limit: lockTimeout.duration), onEvent: onEvent)
  }
}

extension Session {
  func notify(_ event: LockWait.Event) {
    notify("\(text(of: event))\n", json: LockText.line(event))
  }

  func text(of event: LockWait.Event) -> String {
    LockText(directory: "", style: errorStyle).words(event, now: ProcessEnvironment.now)
  }
}
