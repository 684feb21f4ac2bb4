import Platform

/// Of a lock that must be renewed to be held: in a bucket, nobody can see whether the holder still lives.
package struct Lease: Sendable, Equatable {
  /// Grows by one with each holder. What carries a smaller one was written by somebody who held it before.
  package var fence: Int
  /// By the clock of the holder's machine.
  package var expires: Timestamp
  /// The boot of the holder's machine; nil where the system does not say. Host names need not differ between machines.
  package var boot: String?

  package init(fence: Int, expires: Timestamp) {
    self.fence = fence
    self.expires = expires
    boot = Self.thisBoot
  }

  package init(fence: Int, expires: Timestamp, boot: String?) {
    self.fence = fence
    self.expires = expires
    self.boot = boot
  }

  /// Whether the holder's process has a number that means something here.
  var isOfThisMachine: Bool { boot != nil && boot == Self.thisBoot }

  private static let thisBoot: String? = {
    guard let bytes = try? FileSystem.read("/proc/sys/kernel/random/boot_id", limit: 64) else { return nil }
    let text = String(decoding: bytes, as: UTF8.self).filter { $0.isHexDigit || $0 == "-" }
    return text.isEmpty ? nil : text
  }()
}
