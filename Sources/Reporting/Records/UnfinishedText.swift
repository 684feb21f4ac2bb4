package import Recording
import Resources

/// What earlier runs left open, in words.
package enum UnfinishedText {
  package static func note(_ operations: [UnfinishedOperation]) -> String {
    let addresses = Set(operations.map(\.intent.address)).sorted().map(\.description)
    return
      "note: an earlier run was stopped inside \(counted(operations.count, "operation")): \(listed(addresses, limit: 3)).\n"
      + "  The next apply finds out how far they got and records it."
  }
}
