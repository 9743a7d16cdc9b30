import AlertModel
import JSONDocument

extension AlertDraft {
    /// Writes the members of the alert's kind.
    func writeContent(to alert: inout JSONWriter, _ fault: AlertFault?) {
        alert.member(optional: "outcome", outcome)
        alert.member(optional: "subject", subject)
        alert.member(optional: "caseReference", caseReference)
        if let happened {
            alert.member("date", Self.date(happened))
            alert.member("datePrecision", "day")
        }
        if let customsOffice {
            alert.name("customsOffice")
            alert.object { object in
                object.member("code", customsOffice.code)
                object.member("name", customsOffice.name)
            }
        }
        if let place { place.write("place", to: &alert, withName: true) }
        alert.member(optional: "locationType", locationType)
        alert.member(optional: "direction", direction)
        writeGoods(to: &alert, fault)
        conveyance?.write(to: &alert, fault)
        writeMethods("concealment", concealment, to: &alert)
        writeMethods("detection", detection, to: &alert)
        writeRoute(to: &alert, fault)
        alert.member(optional: "ucr", consignment)
        if let persons {
            alert.name("persons")
            alert.object { object in
                object.member("involved", persons.involved)
                object.member("arrested", persons.arrested)
            }
        }
        alert.member(optional: "intendedUse", intendedUse)
        if let expected {
            alert.member("expectedFrom", InternetTime.text(milliseconds: expected.from))
            alert.member("expectedUntil", InternetTime.text(milliseconds: expected.until))
        }
        alert.strings("indicators", indicators)
        alert.member(optional: "action", warningAction)
        request?.write(to: &alert)
        trader?.write(to: &alert)
        writeAttachments(to: &alert)
    }

    private func writeGoods(to alert: inout JSONWriter, _ fault: AlertFault?) {
        guard !goods.isEmpty else { return }
        alert.name("goods")
        alert.array { list in
            for (index, line) in goods.enumerated() { line.write(to: &list, index == 0 ? fault : nil) }
        }
    }

    private func writeMethods(_ name: String, _ methods: [String], to alert: inout JSONWriter) {
        guard !methods.isEmpty else { return }
        alert.name(name)
        alert.object { $0.strings("methods", methods) }
    }

    private func writeRoute(to alert: inout JSONWriter, _ fault: AlertFault?) {
        guard let route else { return }
        alert.name("route")
        alert.object { object in
            let origin = fault == .unknownCountry ? "ZZ" : route.originCountry
            if let origin { SimulatedPlace.write(country: origin, "origin", to: &object) }
            route.departure?.write("departure", to: &object, withName: false)
            if !route.transitCountries.isEmpty {
                object.name("transit")
                object.array { list in
                    for country in route.transitCountries { list.object { $0.member("country", country) } }
                }
            }
            route.destination?.write("destination", to: &object, withName: false)
        }
    }

    private func writeAttachments(to alert: inout JSONWriter) {
        guard !attachments.isEmpty else { return }
        alert.name("attachments")
        alert.array { list in
            for attachment in attachments {
                list.object { object in
                    object.member("sha256", attachment.digest)
                    object.member("mediaType", attachment.mediaType)
                    object.member("byteCount", attachment.byteCount)
                    object.member("title", attachment.title)
                }
            }
        }
    }
}

extension AlertDraft.GoodsLine {
    func write(to list: inout JSONWriter, _ fault: AlertFault?) {
        list.object { line in
            line.member("category", fault == .unknownCategory ? "drugs.unlisted" : category)
            line.member(optional: "hs", harmonizedCode)
            line.member("description", description)
            line.name("quantity")
            line.object { quantity in
                quantity.thousandths("value", quantityThousandths)
                quantity.member("unit", fault == .unknownUnit ? "BOX" : unit)
            }
            if let value {
                line.name("value")
                line.object { money in
                    money.member("amount", value.amount)
                    money.member("currency", value.currency)
                }
            }
            line.member(optional: "brand", brand)
            line.member(optional: "species", species)
            if let appendix {
                line.name("cites")
                line.object { $0.member("appendix", appendix) }
            }
            if let packages { line.member("packages", packages) }
        }
    }
}

extension ConveyanceDraft {
    func write(to alert: inout JSONWriter, _ fault: AlertFault?) {
        alert.name("conveyance")
        alert.object { object in
            object.member("mode", mode)
            writeCarrier(to: &object, fault)
            if !containers.isEmpty {
                object.name("containers")
                object.array { list in
                    for (index, container) in containers.enumerated() {
                        let isWrong = fault == .containerCheckDigit && index == 0
                        list.object { member in
                            let number = container.number
                            member.member("number", isWrong ? PlausibleNumber.misread(number, digits: 10) : number)
                            if container.isAsObserved, !isWrong { member.member("asObserved", true) }
                            member.member("sizeType", container.sizeType)
                            if let seal = container.seal { member.strings("seals", [seal]) }
                        }
                    }
                }
            }
            if let airWaybill {
                let isWrong = fault == .airWaybillCheckDigit
                object.name("airWaybill")
                object.object {
                    $0.member("number", isWrong ? PlausibleNumber.misread(airWaybill, digits: 7) : airWaybill)
                }
            }
        }
    }

    private func writeCarrier(to object: inout JSONWriter, _ fault: AlertFault?) {
        if let vessel {
            let isWrong = fault == .shipCheckDigit
            object.name("vessel")
            object.object { member in
                member.member("imo", isWrong ? PlausibleNumber.misread(vessel.imo, digits: 10) : vessel.imo)
                member.member("name", vessel.name)
                member.member("flag", vessel.flag)
                member.member("mmsi", vessel.mmsi)
            }
        }
        if let flight {
            object.name("flight")
            object.object { member in
                member.member("number", flight.number)
                member.member("date", AlertDraft.date(flight.departed))
            }
        }
        if let vehicle {
            object.name("vehicle")
            object.object { member in
                member.member("vin", vehicle.vin)
                member.member("country", vehicle.country)
                member.member("make", vehicle.make)
            }
        }
    }
}

extension RequestDraft {
    func write(to alert: inout JSONWriter) {
        alert.member("deadline", InternetTime.text(milliseconds: deadline))
        alert.member("purpose", purpose)
        alert.member("legalBasis", legalBasis)
        alert.strings("questions", questions)
    }
}

extension OperatorDraft {
    func write(to alert: inout JSONWriter) {
        alert.name("operator")
        alert.object { object in
            object.member("tin", identification)
            object.member("country", country)
        }
        alert.member("action", action)
        alert.member("authorisation", authorisation)
        alert.strings("roles", roles)
        alert.member("validFrom", AlertDraft.date(validFrom))
        if let validUntil { alert.member("validUntil", AlertDraft.date(validUntil)) }
        alert.strings("partners", partners)
    }
}
