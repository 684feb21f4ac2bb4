extension KindLimits {
  static let cluster = KindLimits(
    names: [
      .init("clusterName", .plain)
    ],
    counts: [
      .init("tags", atMost: 50), .init("defaultCapacityProviderStrategy", atMost: 20),
    ],
    ranges: [
      .init("defaultCapacityProviderStrategy[].weight", in: 0...1000),
      .init("defaultCapacityProviderStrategy[].base", in: 0...100_000),
    ],
    keys: [
      .init("settings", by: ["name"]),
      .init("defaultCapacityProviderStrategy", by: ["capacityProvider"]),
      .init("tags", by: ["key"]),
    ])
}
