/// The sizes of Fargate tasks: for each number of CPU units the memory that may go with it, in MiB.
///
/// Source: Amazon ECS developer guide, "Task CPU and memory" for Fargate; 32 vCPU since 2026.
enum FargateSizes {
  static let cpus = [256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768]
  /// Windows containers run on these only.
  static let windowsCPUs = [1024, 2048, 4096]

  static func memory(forCPU cpu: Int) -> [Int]? {
    switch cpu {
    case 256: [512, 1024, 2048]
    case 512: Array(stride(from: 1024, through: 4096, by: 1024))
    case 1024: Array(stride(from: 2048, through: 8192, by: 1024))
    case 2048: Array(stride(from: 4096, through: 16_384, by: 1024))
    case 4096: Array(stride(from: 8192, through: 30_720, by: 1024))
    case 8192: Array(stride(from: 16_384, through: 61_440, by: 4096))
    case 16_384: Array(stride(from: 32_768, through: 122_880, by: 8192))
    case 32_768: [61_440, 122_880, 249_856]
    default: nil
    }
  }

  /// `512, 1024, 2048` or `2048 to 8192 in steps of 1024`.
  static func sentence(_ memory: [Int]) -> String {
    guard memory.count > 4 else { return memory.map(String.init).joined(separator: ", ") }
    return "\(memory[0]) to \(memory[memory.count - 1]) in steps of \(memory[1] - memory[0])"
  }
}
