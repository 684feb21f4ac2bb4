import CCurl
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Sends requests over libcurl: one thread with one multi handle, which keeps connections open and reuses them. The thread
/// begins with the first request and lasts as long as the program. Nothing may be sent while there is a `problem`.
///
/// Proxies are those that the environment names, as libcurl reads it.
final class TransferLoop: HTTPSender {
  private let settings: HTTPSettings
  /// Nil until the first request.
  private let queue = Mutex<TransferQueue?>(nil)

  init(_ settings: HTTPSettings) { self.settings = settings }

  deinit { queue.withLock { $0?.close() } }

  /// Why no request can be sent by anybody here; nil when the library is there.
  static var problem: String? { reconcile_curl_missing().map { String(cString: $0) } }

  func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPAnswer {
    let queue = begun()
    let id = queue.newId()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let transfer = Transfer(request, settings) { continuation.resume(returning: $0) }
        guard let transfer else {
          continuation.resume(
            returning: .failure(HTTPFailure(kind: .unreachable, message: "there is no memory for a request", isCertain: true)))
          return
        }
        queue.add(transfer, id)
      }
    } onCancel: {
      queue.cancel(id)
    }
    return try result.get()
  }

  private func begun() -> TransferQueue {
    queue.withLock { running in
      if let running { return running }
      let queue = TransferQueue(limit: settings.concurrency)
      queue.run()
      running = queue
      return queue
    }
  }
}

/// What waits, what is on its way, and what is to stop; the door between tasks and the loop's thread.
private final class TransferQueue: @unchecked Sendable {
  private struct State {
    var nextId = 0
    /// Requests that were not handed over yet; true for one that nobody waits for any more.
    var announced: [Int: Bool] = [:]
    var waiting: [(id: Int, transfer: Transfer)] = []
    var cancelled: Set<Int> = []
    var isClosed = false
  }

  private let limit: Int
  private let state = Mutex(State())
  private let multi: UnsafeMutableRawPointer

  init(limit: Int) {
    self.limit = limit
    // Once for the process, and before the first handle.
    _ = Self.library
    multi = reconcile_curl_multi_new()
    reconcile_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, limit)
  }

  deinit { reconcile_curl_multi_free(multi) }

  private static let library: CURLcode = reconcile_curl_global_init()

  func newId() -> Int {
    state.withLock { state in
      state.nextId += 1
      state.announced[state.nextId] = false
      return state.nextId
    }
  }

  func add(_ transfer: Transfer, _ id: Int) {
    let isCancelled = state.withLock { state in
      let isCancelled = state.announced.removeValue(forKey: id) ?? false
      if !isCancelled { state.waiting.append((id, transfer)) }
      return isCancelled
    }
    if isCancelled { stop(transfer, wasSent: false) } else { reconcile_curl_multi_wakeup(multi) }
  }

  /// May come before its request is handed over, and after it has ended.
  func cancel(_ id: Int) {
    state.withLock { state in
      if state.announced[id] != nil { state.announced[id] = true } else { state.cancelled.insert(id) }
    }
    reconcile_curl_multi_wakeup(multi)
  }

  func close() {
    state.withLock { $0.isClosed = true }
    reconcile_curl_multi_wakeup(multi)
  }

  /// Begins the thread, which holds the queue until it is closed.
  func run() {
    let own = Unmanaged.passRetained(self).toOpaque()
    var thread = pthread_t()
    let status = pthread_create(
      &thread, nil,
      { own in
        guard let own else { return nil }
        Unmanaged<TransferQueue>.fromOpaque(own).takeRetainedValue().loop()
        return nil
      }, own)
    guard status == 0 else {
      Unmanaged<TransferQueue>.fromOpaque(own).release()
      return
    }
    pthread_detach(thread)
  }

  private func loop() {
    var active: [Int: Transfer] = [:]
    while true {
      let (begun, cancelled, isClosed) = next(active.count)
      if isClosed { return }
      for (id, transfer) in begun {
        active[id] = transfer
        reconcile_curl_multi_add(multi, transfer.handle)
      }
      for id in cancelled { stop(active.removeValue(forKey: id)) }
      var running: Int32 = 0
      reconcile_curl_multi_perform(multi, &running)
      var result = CURLE_OK
      while let handle = reconcile_curl_multi_ended(multi, &result) {
        let transfer = Transfer.of(reconcile_curl_get_private(handle))
        reconcile_curl_multi_remove(multi, handle)
        transfer.end(result)
        active = active.filter { $0.value !== transfer }
      }
      guard !hasWork(active.count) else { continue }
      reconcile_curl_multi_poll(multi, 60_000)
    }
  }

  private func next(_ active: Int) -> (begun: [(id: Int, transfer: Transfer)], cancelled: Set<Int>, isClosed: Bool) {
    state.withLock { state in
      let cancelled = state.cancelled
      let unsent = state.waiting.filter { cancelled.contains($0.id) }
      state.waiting.removeAll { cancelled.contains($0.id) }
      state.cancelled = []
      for (_, transfer) in unsent { stop(transfer, wasSent: false) }
      let begun = Array(state.waiting.prefix(max(0, limit - active)))
      state.waiting.removeFirst(begun.count)
      return (begun, cancelled, state.isClosed)
    }
  }

  private func hasWork(_ active: Int) -> Bool {
    state.withLock { !$0.cancelled.isEmpty || $0.isClosed || (!$0.waiting.isEmpty && active < limit) }
  }

  private func stop(_ transfer: Transfer?, wasSent: Bool = true) {
    guard let transfer else { return }
    if wasSent { reconcile_curl_multi_remove(multi, transfer.handle) }
    transfer.end(.failure(HTTPFailure(kind: .cancelled, message: "stopped before the answer came", isCertain: !wasSent)))
  }
}
