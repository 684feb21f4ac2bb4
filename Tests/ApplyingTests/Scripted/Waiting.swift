import Synchronization

/// A door that is opened once; who comes before waits, who comes later goes through.
actor Latch {
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  func open() {
    isOpen = true
    for continuation in waiting { continuation.resume() }
    waiting = []
  }

  func wait() async {
    if isOpen { return }
    await withCheckedContinuation { waiting.append($0) }
  }
}

/// Lets callers through in groups of `size`: it hangs when fewer ever come at once.
actor Barrier {
  private let size: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ size: Int) {
    self.size = size
  }

  func arrive() async {
    if waiting.count + 1 == size {
      for continuation in waiting { continuation.resume() }
      waiting = []
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }
}

/// What happened, in one order over store and provider.
final class EventLog: Sendable {
  private let lines = Mutex<[String]>([])

  func add(_ line: String) { lines.withLock { $0.append(line) } }

  var all: [String] { lines.withLock { $0 } }

  func all(of name: String) -> [String] { all.filter { $0.hasSuffix(name) } }
}
