extension KindLimits {
  static let repository = KindLimits(
    names: [
      .init("repositoryName", .repository)
    ],
    counts: [
      .init("tags", atMost: 50), .init("imageTagMutabilityExclusionFilters", atMost: 5),
    ],
    keys: [
      .init("tags", by: ["Key"])
    ])
}
