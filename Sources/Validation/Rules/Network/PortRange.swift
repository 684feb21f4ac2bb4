/// `8000-8010`: ports of a `containerPortRange`.
struct PortRange {
  let ports: ClosedRange<Int>

  init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first < last, first > 0, last <= 65_535 else {
      return nil
    }
    ports = first...last
  }
}
