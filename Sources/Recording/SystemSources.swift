#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

package enum SystemClock {
  package static let now: @Sendable () -> Timestamp = { Timestamp(seconds: Int64(time(nil))) }
}

package enum RandomId {
  /// 32 random hexadecimal digits.
  package static let make: @Sendable () -> String = {
    (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
