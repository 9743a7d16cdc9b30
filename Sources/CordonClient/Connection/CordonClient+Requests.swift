internal import ExchangeProtocol
internal import ZeroMQ

/// A request that awaits its answer.
struct PendingRequest {
    let deadline: UInt64
    let continuation: CheckedContinuation<Result<[UInt8], CordonError>, Never>
}

extension CordonClient {
    /// Asks the hub: a look-up, or an operator's wish.
    ///
    /// - Parameters:
    ///   - verb: what is asked, such as `status`; at most 32 bytes.
    ///   - argument: a JSON object, at most 64 KiB.
    ///   - timeout: how long to wait for the answer.
    /// - Returns: the answer, JSON.
    /// - Throws: `CordonError`: `.hubAway` where there is no session at present, `.refused` as the hub says,
    ///   `.connectionLost` or `.timedOut` where the answer stayed away.
    public func request(
        _ verb: String, _ argument: [UInt8] = Array("{}".utf8), timeout: Duration = .seconds(30)
    ) async throws(CordonError) -> [UInt8] {
        if let ending { throw ending }
        guard (1...ProtocolLimits.verbBytesMax).contains(verb.utf8.count),
            argument.count <= ProtocolLimits.requestBytesMax
        else { throw CordonError(refused: .badArgument) }
        guard session.state == .ready else {
            if case .away(let error) = state { throw CordonError(.hubAway, retry: .later, error.text) }
            if case .refused(let error) = state { throw error }
            throw CordonError(.hubAway, retry: .later, "there is no connection to the hub yet")
        }
        guard session.welcome?.features.contains(.requests) == true else { throw CordonError(refused: .unknownVerb) }
        guard let request = session.request(verb: verb) else { throw CordonError(refused: .overloaded) }
        let deadline = now + timeout.milliseconds
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                requests[request.id] = PendingRequest(deadline: deadline, continuation: continuation)
                do throws(ZeroMQError) {
                    _ = try link?.send(request, argument: argument)
                } catch {
                    finishRequest(request.id, .failure(CordonError(.system, retry: .later, "sending failed: \(error)")))
                }
                finishTurn()
            }
        } onCancel: {
            Task { await self.finishRequest(request.id, .failure(.cancelled)) }
        }
        return try result.get()
    }

    func finishRequest(_ id: UInt32, _ result: Result<[UInt8], CordonError>) {
        requests.removeValue(forKey: id)?.continuation.resume(returning: result)
    }

    func expireRequests(now: UInt64) {
        for (id, request) in requests where request.deadline <= now {
            finishRequest(id, .failure(CordonError(.timedOut, retry: .later, "The hub did not answer in time.")))
        }
    }

    func failRequests(_ error: CordonError) {
        for id in requests.keys { finishRequest(id, .failure(error)) }
    }
}
