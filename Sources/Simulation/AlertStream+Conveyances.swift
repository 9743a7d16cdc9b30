import AlertModel

extension AlertStream {
    /// A ship and so many containers. A number in a hundred is as it was read at the gate, and misread.
    mutating func shipment(bySea containers: Int) -> ConveyanceDraft {
        var conveyance = ConveyanceDraft(mode: "1")
        let (flag, prefix) = random.pick(SimulatedWords.flags)
        let names = SimulatedWords.shipNames
        conveyance.vessel = ConveyanceDraft.Vessel(
            imo: PlausibleNumber.ship(&random), name: "\(random.pick(names.0)) \(random.pick(names.1))".uppercased(),
            flag: flag, mmsi: prefix + random.digits(6))
        for _ in 0..<containers {
            var container = ConveyanceDraft.Container(
                number: PlausibleNumber.container(&random), sizeType: random.pick(SimulatedWords.containerTypes))
            if random.chance(50) { container.seal = "ML-\(random.reference(8))" }
            if random.chance(1) {
                container.number = PlausibleNumber.misread(container.number, digits: 10)
                container.isAsObserved = true
            }
            conveyance.containers.append(container)
        }
        return conveyance
    }

    /// A flight, for freight with an air waybill.
    mutating func shipmentByAir(departed: Int64) -> ConveyanceDraft {
        var conveyance = ConveyanceDraft(mode: "4")
        let number = random.pick(SimulatedWords.carriers) + String(random.within(10...1_999))
        conveyance.flight = ConveyanceDraft.Flight(number: number, departed: departed)
        if random.chance(45) { conveyance.airWaybill = PlausibleNumber.airWaybill(&random) }
        return conveyance
    }

    /// A lorry, some of them with a container.
    mutating func shipmentByRoad(_ country: String) -> ConveyanceDraft {
        var conveyance = ConveyanceDraft(mode: "3")
        conveyance.vehicle = ConveyanceDraft.Vehicle(
            vin: PlausibleNumber.vehicle(&random), country: country, make: random.pick(SimulatedWords.truckMakes))
        if random.chance(20) {
            conveyance.containers = [
                ConveyanceDraft.Container(
                    number: PlausibleNumber.container(&random), sizeType: random.pick(SimulatedWords.containerTypes))
            ]
        }
        return conveyance
    }
}
