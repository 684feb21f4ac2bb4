import Platform

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Tells one process from a later one with the same number: when it began, and the PID namespace its number is from.
package struct ProcessMark: Sendable, Equatable, CustomStringConvertible {
  /// Ticks since boot (field 22 of `/proc/PID/stat`, proc(5)).
  let start: String
  /// Target of `/proc/self/ns/pid`: containers with one host name have PIDs of their own.
  let namespace: String

  package var description: String { "\(start) \(namespace)" }

  package init?(_ text: String) {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { return nil }
    start = String(parts[0])
    namespace = String(parts[1])
  }

  /// Nil where there is no `/proc`, or no such process.
  package init?(pid: Int32) {
    guard let stat = try? FileSystem.read("/proc/\(pid)/stat", limit: 4096), let namespace = Self.namespace else { return nil }
    let text = String(decoding: stat, as: UTF8.self)
    guard let end = text.lastIndex(of: ")") else { return nil }  // the name before it may hold blanks
    let fields = text[text.index(after: end)...].split(separator: " ")
    guard fields.count > 19 else { return nil }
    start = String(fields[19])
    self.namespace = namespace
  }

  private static var namespace: String? {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink("/proc/self/ns/pid", $0, bytes.count) } ?? 0
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }

  /// Whether the process is certainly gone. A process that cannot be seen from here is taken to live.
  static func isGone(pid: Int32, since mark: ProcessMark?) -> Bool {
    if let mark, let namespace, mark.namespace != namespace { return false }
    if kill(pid, 0) != 0 { return errno == ESRCH }
    guard let mark, let now = ProcessMark(pid: pid) else { return false }
    return now != mark  // the number was given to another process since
  }
}
