package import JSONDocument
package import Recording

/// Who holds the lock of an environment, in words.
package struct LockText {
  private let directory: String
  private let style: Style

  package init(directory: String, style: Style = .plain) {
    self.directory = directory
    self.style = style
  }

  /// The lock with all that is known of its holder; nil: nobody holds it.
  package func status(_ lock: LockInfo?, host: String, now: Timestamp) -> String {
    guard let lock else { return "\(directory) is not locked.\n" }
    let request = lock.request
    let isGone = lock.isHolderGone(seenFrom: host)
    let hasEnded = lock.lease.map { $0.expires < now } ?? false
    var lines = [
      style.paint(
        "\(directory) is locked: \(Printable.line(request.who)) is running \(Printable.line(request.operation)).", .strong),
      "  id       \(Printable.line(lock.id))",
      "  process  \(request.pid) on \(Printable.line(request.host))\(isGone ? ", which is gone" : "")",
      "  since    \(UTC.text(lock.since)) (\(UTC.age(from: lock.since, to: now)) ago)",
    ]
    if let url = request.runURL { lines.append("  run      \(Printable.line(url))") }
    if let lease = lock.lease {
      let distance =
        hasEnded
        ? "ended \(UTC.age(from: lease.expires, to: now)) ago: nobody renews it"
        : "ends in \(UTC.age(from: now, to: lease.expires)) unless it is renewed"
      lines.append("  lease    \(UTC.text(lease.expires)) (\(distance))")
      lines.append("  fence    \(lease.fence)")
    }
    if isGone {
      lines.append("The next apply on this host takes the lock over.")
    } else if hasEnded {
      lines.append("The next apply on any host takes the lock over.")
    }
    return lines.page
  }

  /// One line for somebody who has to wait, or who took the place of a run that is gone.
  package func words(_ event: LockWait.Event, now: Timestamp) -> String {
    switch event {
    case .waiting(let lock):
      let run = lock.request.runURL.map { ", run \($0)" } ?? ""
      return Printable.line(
        "Waiting for the lock: \(lock.request.who) is running \(lock.request.operation) "
          + "since \(UTC.text(lock.since)) (\(UTC.age(from: lock.since, to: now)) ago)\(run).")
    case .tookOver(let request):
      return "note: "
        + Printable.line(
          "took over the lock of \(request.who) (\(request.operation)): its process \(request.pid) on \(request.host) is gone")
    case .tookOverEnded(let request, let ended):
      return "note: "
        + Printable.line(
          "took over the lock of \(request.who) (\(request.operation), process \(request.pid) on \(request.host)): "
            + "nobody renewed it, and its lease ended \(UTC.age(from: ended, to: now)) ago")
    }
  }

  // MARK: JSON

  package static func line(_ lock: LockInfo?, host: String) -> JSON {
    guard let lock else { return MachineFormat.line(.lock, [("status", "free")]) }
    return MachineFormat.line(
      .lock,
      [("status", "held"), ("id", .string(lock.id)), ("since", .string(UTC.rfc3339(lock.since)))] + members(lock.request)
        + [
          ("holder_is_gone", .bool(lock.isHolderGone(seenFrom: host))),
          ("lease_ends", lock.lease.map { .string(UTC.rfc3339($0.expires)) }), ("fence", lock.lease.map { .int($0.fence) }),
        ])
  }

  package static func line(_ event: LockWait.Event) -> JSON {
    switch event {
    case .waiting(let lock):
      MachineFormat.line(
        .lock,
        [("status", "waiting"), ("id", .string(lock.id)), ("since", .string(UTC.rfc3339(lock.since)))]
          + members(lock.request))
    case .tookOver(let request): MachineFormat.line(.lock, [("status", "taken_over")] + members(request))
    case .tookOverEnded(let request, let ended):
      MachineFormat.line(
        .lock, [("status", "taken_over"), ("lease_ended", .string(UTC.rfc3339(ended)))] + members(request))
    }
  }

  private static func members(_ request: LockRequest) -> [(String, JSON?)] {
    [
      ("operation", .string(request.operation)), ("who", .string(request.who)), ("host", .string(request.host)),
      ("pid", .int(Int(request.pid))), ("run_url", request.runURL.json),
    ]
  }
}
