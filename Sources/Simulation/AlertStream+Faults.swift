import AlertModel

extension AlertStream {
    /// An alert that `fault` can be built into, and what of it the draft holds already.
    mutating func badDraft(_ fault: AlertFault, at now: Int64) -> AlertDraft {
        let origin = random.pick(members)
        switch fault {
        case .containerCheckDigit, .shipCheckDigit, .unknownUnit, .unknownCategory, .unknownCountry:
            return withoutObservations(seizure(origin, at: now, by: .sea))
        case .airWaybillCheckDigit:
            var draft = seizure(origin, at: now, by: .air)
            draft.conveyance?.airWaybill = PlausibleNumber.airWaybill(&random)
            return draft
        case .expired: return expired(origin, at: now)
        case .sentInFuture:
            let hour: Int64 = 3_600_000
            return seizure(origin, at: now + hour)
        case .foreignReference: return foreignUpdate(origin, at: now)
        default: return withoutObservations(random.chance(50) ? seizure(origin, at: now) : warning(origin, at: now))
        }
    }

    /// Numbers as observed may be wrong; the only wrong number of a bad alert is to be the one meant.
    private func withoutObservations(_ draft: AlertDraft) -> AlertDraft {
        var draft = draft
        guard let containers = draft.conveyance?.containers else { return draft }
        for (index, container) in containers.enumerated() where container.isAsObserved {
            draft.conveyance?.containers[index] = container.corrected
        }
        return draft
    }

    private mutating func expired(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        let day = AlertDraft.dayMilliseconds
        var draft = seizure(origin, at: now - 60 * day)
        draft.reviewBy = nil
        draft.expires = now - Int64(random.within(1...30)) * day
        return draft
    }

    private mutating func foreignUpdate(_ origin: MemberIdentifier, at now: Int64) -> AlertDraft {
        var draft = seizure(origin, at: now)
        draft.messageType = .update
        let foreign = recall { $0.origin != origin }
        let victim = members.first { $0 != origin } ?? MemberIdentifier("ORG-NOBODY") ?? origin
        draft.references = [foreign?.reference ?? AlertReference(origin: victim, id: identifier(at: now))]
        return draft
    }
}

extension ConveyanceDraft.Container {
    /// The number with the check digit that it was misread from, and no longer as observed.
    var corrected: Self {
        var container = self
        for digit in 0...9 {
            let number = container.number.dropLast() + String(digit)
            if ContainerNumber.check(number) == .valid { container.number = String(number) }
        }
        container.isAsObserved = false
        return container
    }
}
