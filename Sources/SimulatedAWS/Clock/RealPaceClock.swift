import AWS

/// The clock of a simulated cloud for somebody who really sleeps: its time passes by as much as he slept.
struct RealPaceClock: AWSClock {
  let virtual: VirtualClock

  func now() async -> Double { await virtual.now() }

  func sleep(for duration: Duration) async {
    let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    let deadline = Timeline.rounded(await now() + seconds)
    guard seconds > 0, (try? await Task.sleep(for: duration)) != nil else { return }
    _ = await virtual.advance(to: deadline)
  }
}
