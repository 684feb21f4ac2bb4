extension KindLimits {
  static let logGroup = KindLimits(
    names: [
      .init("logGroupName", .logGroup)
    ],
    counts: [
      .init("tags", atMost: 50)
    ])
}
