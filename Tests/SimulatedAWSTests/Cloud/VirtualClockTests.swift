import AWS
import JSONDocument
import SimulatedAWS
import Testing

private actor Woken {
  private(set) var order: [Double] = []

  func add(_ seconds: Double) { order.append(seconds) }
}

@Suite("The virtual clock")
struct VirtualClockTests {
  @Test("a new cloud begins on a Monday morning, and time passes only in sleep")
  func start() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let first = await cloud.clock.now()
    #expect(first == 1_767_603_600)
    _ = try await cloud.call(AWSRequest(.sts, "GetCallerIdentity", [:]))
    #expect(await cloud.clock.now() == first)
    await cloud.clock.sleep(for: .seconds(1.5))
    #expect(await cloud.clock.now() == first + 1.5)
  }

  @Test("sleepers wake in the order of their deadlines, whoever lay down first")
  func order() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let start = await cloud.clock.now()
    let woken = Woken()
    await withTaskGroup { group in
      for seconds in [1800.0, 10, 25, 10, 3600, 2.5] {
        group.addTask {
          await cloud.clock.sleep(for: .seconds(seconds))
          await woken.add(seconds)
        }
      }
    }
    #expect(await woken.order == [2.5, 10, 10, 25, 1800, 3600])
    #expect(await cloud.clock.now() == start + 3600)
  }

  @Test("somebody who polls and somebody with a timeout sleep side by side")
  func pollAndTimeout() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let start = await cloud.clock.now()
    async let polls: Int = {
      var count = 0
      while await cloud.clock.now() < start + 100 {
        await cloud.clock.sleep(for: .seconds(10))
        count += 1
      }
      return count
    }()
    async let timeout: Double = {
      await cloud.clock.sleep(for: .seconds(55))
      return await cloud.clock.now()
    }()
    #expect(await timeout >= start + 55)
    #expect(await (1...10).contains(polls))
  }

  @Test("a cancelled sleeper returns at once and takes no time with it")
  func cancellation() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let start = await cloud.clock.now()
    let long = Task { await cloud.clock.sleep(for: .seconds(1_000_000)) }
    long.cancel()
    await long.value
    await cloud.clock.sleep(for: .seconds(5))
    #expect(await cloud.clock.now() == start + 5)
  }

  @Test("a task that is cancelled already does not sleep")
  func cancelledBefore() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let start = await cloud.clock.now()
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      await cloud.clock.sleep(for: .seconds(100))
    }
    await task.value
    #expect(await cloud.clock.now() == start)
  }

  @Test("no wake-up is lost among many sleepers who come, go and are cancelled")
  func manySleepers() async throws {
    let cloud = try SimulatedCloud.inMemory()
    await withTaskGroup { group in
      for number in 0..<200 {
        group.addTask {
          let sleeper = Task {
            for _ in 0..<3 { await cloud.clock.sleep(for: .seconds(Double(number % 7))) }
          }
          if number.isMultiple(of: 3) { sleeper.cancel() }
          await sleeper.value
        }
      }
    }
    #expect(await cloud.clock.now() > 1_767_603_600)
  }

  @Test("two accounts of one cloud live in the same time")
  func neighbours() async throws {
    let cloud = try SimulatedCloud.inMemory()
    let other = try cloud.neighbour(account: "222222222222", region: "us-east-1")
    await other.clock.sleep(for: .seconds(60))
    #expect(await cloud.clock.now() == 1_767_603_660)
  }
}
