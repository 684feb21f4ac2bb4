import Providers

/// Results of `work` for all items, in their order; at most `limit` at a time, and none begun after a failure.
func concurrently<Item: Sendable, Output: Sendable>(
  _ items: [Item], limit: Int = 8, _ work: @escaping @Sendable (Item) async throws(ProviderError) -> Output
) async throws(ProviderError) -> [Output] {
  guard items.count > 1 else {
    guard let item = items.first else { return [] }
    return [try await work(item)]
  }
  let result: Result<[Output], ProviderError> = await withTaskGroup(of: (Int, Result<Output, ProviderError>).self) { group in
    var outputs = [Output?](repeating: nil, count: items.count)
    var next = 0
    func begin() {
      guard next < items.count else { return }
      let position = next
      let item = items[position]
      next += 1
      group.addTask { (position, await outcome { () async throws(ProviderError) in try await work(item) }) }
    }
    for _ in 0..<limit { begin() }
    var failure: ProviderError?
    while let (position, outcome) = await group.next() {
      switch outcome {
      case .success(let output):
        outputs[position] = output
        if failure == nil { begin() }
      case .failure(let error):
        // The first error is the cause; the others are its cancellation.
        if failure == nil { failure = error }
        group.cancelAll()
      }
    }
    if let failure { return .failure(failure) }
    return .success(outputs.compactMap { $0 })
  }
  return try result.get()
}

private func outcome<Value>(_ work: () async throws(ProviderError) -> Value) async -> Result<Value, ProviderError> {
  do { return .success(try await work()) } catch { return .failure(error) }
}

extension Array {
  /// Consecutive pieces of at most `size` elements.
  func pieces(of size: Int) -> [[Element]] {
    stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
  }
}
