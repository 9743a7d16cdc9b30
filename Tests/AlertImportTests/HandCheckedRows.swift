/// Rows of UNODC's table, and what must become of each: checked by hand.
struct HandCheckedRow: Sendable {
    enum Expectation: Sendable {
        /// Origin, the day after the event, headline, date, and the members that follow the date's precision.
        case alert(origin: String, sent: String, headline: String, date: String, rest: String)
        case refused(String)
    }

    static let heading =
        "REGION;SUBREGION;COUNTRY;ADMINISTRATIVE_DIVISION;PLACE;SEIZURE_DATE;DRUG_NAME;AMOUNT;DRUG_UNIT;HIDING_PLACE;"
        + "INSTALLATION;TRANSPORT;PRODUCING_COUNTRY;DEPARTURE_COUNTRY;DESTINATION_COUNTRY;ROUTING\n"

    let csv: String
    let expected: Expectation

    static let all: [HandCheckedRow] = plain + converted + places + refused

    private static let plain = [
        HandCheckedRow(
            csv: "Africa;East Africa;Mauritius;;RDRempart;2011-03-14;Buprenorphine;490.0;Tablet;Residence;"
                + "Home/Residence;Other;Unknown;Unknown;Mauritius;National territory/domestic seizure",
            expected: .alert(
                origin: "MU", sent: "2011-03-15", headline: "Buprenorphine, 490 Tablet, Mauritius", date: "2011-03-14",
                rest: #""place":{"name":"RDRempart","country":"MU"},"locationType":"residence","direction":"domestic","#
                    + #""goods":[{"category":"drugs.opioids","#
                    + #""description":"Buprenorphine (490 Tablet as reported)","quantity":{"value":490,"unit":"H87"}}],"#
                    + #""concealment":{"methods":["residence"]},"route":{"destination":{"country":"MU"}}"#)),
        HandCheckedRow(
            csv: "Africa;East Africa;Mauritius;;GRAND PORT;2011-06-29;Buprenorphine;2.786;Kilogram;Baggage;Airport;"
                + "Commercial air;Unknown;France;Mauritius;",
            expected: .alert(
                origin: "MU", sent: "2011-06-30", headline: "Buprenorphine, 2.786 Kilogram, Mauritius",
                date: "2011-06-29",
                rest: #""place":{"name":"GRAND PORT","country":"MU"},"locationType":"airport","#
                    + #""goods":[{"category":"drugs.opioids","description":"Buprenorphine","#
                    + #""quantity":{"value":2.786,"unit":"KGM"}}],"conveyance":{"mode":"4"},"#
                    + #""concealment":{"methods":["baggage"]},"#
                    + #""route":{"departure":{"country":"FR"},"destination":{"country":"MU"}}"#)),
        HandCheckedRow(
            csv: "Americas;South America;Bolivia, Plurinational State of;;Cochabamba;2011-02-26;Cocaine Base;1518.99;"
                + "Gram;;;;;;;",
            expected: .alert(
                origin: "BO", sent: "2011-02-27",
                headline: "Cocaine Base, 1518.99 Gram, Bolivia, Plurinational State of",
                date: "2011-02-26",
                rest: #""place":{"name":"Cochabamba","country":"BO"},"goods":[{"category":"drugs.coca-paste","#
                    + #""description":"Cocaine Base","quantity":{"value":1518.99,"unit":"GRM"}}]"#)),
        HandCheckedRow(
            csv: "Asia;Near and Middle East /South-West Asia;Afghanistan;;Kabul;2011-03-26;Alcohol;136.0;Litre;;;;;;;",
            expected: .alert(
                origin: "AF", sent: "2011-03-27", headline: "Alcohol, 136 Litre, Afghanistan", date: "2011-03-26",
                rest: #""place":{"name":"Kabul","country":"AF"},"goods":[{"category":"alcohol.other","#
                    + #""description":"Alcohol","quantity":{"value":136,"unit":"LTR"}}]"#)),
        HandCheckedRow(
            csv: "Africa;Southern Africa;Swaziland;;Matsapha;2012-11-25;Cocaine;0.43;Kilogram;Transport Vehicle;Other;"
                + "Commercial road;;;Swaziland;National territory/domestic seizure",
            expected: .alert(
                origin: "SZ", sent: "2012-11-26", headline: "Cocaine, 0.43 Kilogram, Swaziland", date: "2012-11-25",
                rest: #""place":{"name":"Matsapha","country":"SZ"},"locationType":"other","direction":"domestic","#
                    + #""goods":[{"category":"drugs.cocaine","description":"Cocaine","#
                    + #""quantity":{"value":0.43,"unit":"KGM"}}],"conveyance":{"mode":"3"},"#
                    + #""concealment":{"methods":["vehicle"]},"route":{"destination":{"country":"SZ"}}"#)),
        HandCheckedRow(
            csv: "Africa;West and Central Africa;Côte d'Ivoire;;Côte d'Ivoire;2012-06-11;Heroin;11.843;Kilogram;Postal;"
                + "Airport;Commercial air;Afghanistan;Pakistan;Côte d'Ivoire;Border - outbound",
            expected: .alert(
                origin: "CI", sent: "2012-06-12", headline: "Heroin, 11.843 Kilogram, Côte d'Ivoire",
                date: "2012-06-11",
                rest: #""place":{"name":"Côte d'Ivoire","country":"CI"},"locationType":"airport","#
                    + #""direction":"outbound","goods":[{"category":"drugs.heroin","description":"Heroin","#
                    + #""quantity":{"value":11.843,"unit":"KGM"}}],"conveyance":{"mode":"4"},"#
                    + #""concealment":{"methods":["postal"]},"route":{"origin":{"country":"AF"},"#
                    + #""departure":{"country":"PK"},"destination":{"country":"CI"}}"#)),
    ]

    private static let converted = [
        HandCheckedRow(
            csv: "Americas;South America;Colombia;;LA ESPERANZA;2011-01-28;Coca paste;100.0;Gallons (US, liquid);;;;"
                + "Unknown;Unknown;Unknown;",
            expected: .alert(
                origin: "CO", sent: "2011-01-29", headline: "Coca paste, 100 Gallons (US, liquid), Colombia",
                date: "2011-01-28",
                rest: #""place":{"name":"LA ESPERANZA","country":"CO"},"goods":[{"category":"drugs.coca-paste","#
                    + #""description":"Coca paste (100 Gallons (US, liquid) as reported)","#
                    + #""quantity":{"value":378.5411784,"unit":"LTR"}}]"#)),
        HandCheckedRow(
            csv: "Asia;East and South-East Asia;Myanmar;Shan;Nampsum, KoLam;2014-04-09;Heroin;5.0;Viss;;;;;;;",
            expected: .alert(
                origin: "MM", sent: "2014-04-10", headline: "Heroin, 5 Viss, Myanmar", date: "2014-04-09",
                rest: #""place":{"name":"Nampsum, KoLam, Shan","country":"MM"},"goods":[{"category":"drugs.heroin","#
                    + #""description":"Heroin (5 Viss as reported)","#
                    + #""quantity":{"value":8.16466266,"unit":"KGM"}}]"#)),
        HandCheckedRow(
            csv: "Asia;East and South-East Asia;Myanmar;Shan (North);;2011-07-01;Amphetamine;564471.0;;;;;;;;",
            expected: .alert(
                origin: "MM", sent: "2011-07-02", headline: "Amphetamine, 564471 without a unit, Myanmar",
                date: "2011-07-01",
                rest: #""place":{"name":"Shan (North)","country":"MM"},"goods":[{"category":"drugs.amphetamine","#
                    + #""description":"Amphetamine (564471 without a unit as reported)","#
                    + #""quantity":{"value":564471,"unit":"C62"}}]"#)),
        HandCheckedRow(
            csv: "Asia;East and South-East Asia;Thailand;;Mukdahan;2011-02-09;Methamphetamine;728.0;Thousand of doses;;"
                + "Frontier;;Lao Peoples Democratic Republic;Unknown;Thailand;",
            expected: .alert(
                origin: "TH", sent: "2011-02-10", headline: "Methamphetamine, 728 Thousand of doses, Thailand",
                date: "2011-02-09",
                rest: #""place":{"name":"Mukdahan","country":"TH"},"locationType":"land-border","#
                    + #""goods":[{"category":"drugs.methamphetamine","#
                    + #""description":"Methamphetamine (728 Thousand of doses as reported)","#
                    + #""quantity":{"value":728000,"unit":"H87"}}],"#
                    + #""route":{"origin":{"country":"LA"},"destination":{"country":"TH"}}"#)),
        HandCheckedRow(
            csv:
                "Asia;East and South-East Asia;Myanmar;Shan;Mongping;2013-10-22;Heroin;1.0499999999999998;Block (350gr);"
                + ";;;;;;",
            expected: .alert(
                origin: "MM", sent: "2013-10-23", headline: "Heroin, 1.05 Block (350gr), Myanmar", date: "2013-10-22",
                rest: #""place":{"name":"Mongping, Shan","country":"MM"},"goods":[{"category":"drugs.heroin","#
                    + #""description":"Heroin (1.05 Block (350gr) as reported)","#
                    + #""quantity":{"value":367.5,"unit":"GRM"}}]"#)),
        HandCheckedRow(
            csv:
                "Europe;East Europe;Ukraine;;Kerch;2012-09-30;Cocaine;1.4000000000000001e-05;Kilogram;Handbag;Vehicle;;;;"
                + "Ukraine;",
            expected: .alert(
                origin: "UA", sent: "2012-10-01", headline: "Cocaine, 1.4e-05 Kilogram, Ukraine", date: "2012-09-30",
                rest: #""place":{"name":"Kerch","country":"UA"},"locationType":"vehicle","#
                    + #""goods":[{"category":"drugs.cocaine","description":"Cocaine","#
                    + #""quantity":{"value":1.4e-05,"unit":"KGM"}}],"concealment":{"methods":["handbag"]},"#
                    + #""route":{"destination":{"country":"UA"}}"#)),
    ]

    private static let places = [
        HandCheckedRow(
            csv:
                "Europe;Southeast Europe;Bulgaria;;\"Kapitan Andreevo\nBCP\";2012-01-21;Heroin;3.05;Kilogram;Baggage;Bus;"
                + "Commercial road;;Turkey;Romania;",
            expected: .alert(
                origin: "BG", sent: "2012-01-22", headline: "Heroin, 3.05 Kilogram, Bulgaria", date: "2012-01-21",
                rest: #""place":{"name":"Kapitan Andreevo BCP","country":"BG"},"locationType":"public-transport","#
                    + #""goods":[{"category":"drugs.heroin","description":"Heroin","#
                    + #""quantity":{"value":3.05,"unit":"KGM"}}],"conveyance":{"mode":"3"},"#
                    + #""concealment":{"methods":["baggage"]},"#
                    + #""route":{"departure":{"country":"TR"},"destination":{"country":"RO"}}"#)),
        HandCheckedRow(
            csv: "Americas;South America;Venezuela, Bolivarian Republic of;AGUAS INTERNACIONALES;;2011-02-15;Cocaine;"
                + "3640.0;Kilogram;;;;;;;International waters/unclaimed territory",
            expected: .alert(
                origin: "VE", sent: "2011-02-16",
                headline: "Cocaine, 3640 Kilogram, Venezuela, Bolivarian Republic of", date: "2011-02-15",
                rest: #""place":{"name":"AGUAS INTERNACIONALES"},"direction":"international-waters","#
                    + #""goods":[{"category":"drugs.cocaine","description":"Cocaine","#
                    + #""quantity":{"value":3640,"unit":"KGM"}}]"#)),
        HandCheckedRow(
            csv: "Americas;South America;Ecuador;SANTO DOMINGO DE LOS TSACHILAS;SANTO DOMINGO;2014-05-20;Cocaine;700.0;"
                + "Gram;;;;;;Netherlands Antilles;",
            expected: .alert(
                origin: "EC", sent: "2014-05-21", headline: "Cocaine, 700 Gram, Ecuador", date: "2014-05-20",
                rest: #""place":{"name":"SANTO DOMINGO, SANTO DOMINGO DE LOS TSACHILAS","country":"EC"},"#
                    + #""goods":[{"category":"drugs.cocaine","description":"Cocaine","#
                    + #""quantity":{"value":700,"unit":"GRM"}}]"#)),
        HandCheckedRow(
            csv:
                "Asia;Near and Middle East /South-West Asia;Iraq (Kurdistan Region);;Hebron;2011-04-02;Ecstasy;146.0;Pill;"
                + "Other;Street;;Unknown;Unknown;Iraq (Kurdistan Region);",
            expected: .alert(
                origin: "IQ", sent: "2011-04-03", headline: "Ecstasy, 146 Pill, Iraq (Kurdistan Region)",
                date: "2011-04-02",
                rest: #""place":{"name":"Hebron","country":"IQ"},"locationType":"street","#
                    + #""goods":[{"category":"drugs.ecstasy","description":"Ecstasy (146 Pill as reported)","#
                    + #""quantity":{"value":146,"unit":"H87"}}],"concealment":{"methods":["other"]},"#
                    + #""route":{"destination":{"country":"IQ"}}"#)),
        HandCheckedRow(
            csv: "Europe;Southeast Europe;Serbia;;Begrade;2011-03-17;Heroin;4016.86;Gram;Freight;Car;;;"
                + "Kosovo under UNSCR 1244;Serbia;National territory/domestic seizure",
            expected: .alert(
                origin: "RS", sent: "2011-03-18", headline: "Heroin, 4016.86 Gram, Serbia", date: "2011-03-17",
                rest: #""place":{"name":"Begrade","country":"RS"},"locationType":"vehicle","direction":"domestic","#
                    + #""goods":[{"category":"drugs.heroin","description":"Heroin","#
                    + #""quantity":{"value":4016.86,"unit":"GRM"}}],"concealment":{"methods":["freight"]},"#
                    + #""route":{"departure":{"country":"XK"},"destination":{"country":"RS"}}"#)),
        HandCheckedRow(
            csv:
                "Europe;West & Central Europe;Austria;;Vienna;2011-03-23;Heroin;2.15;Kilogram;Toilet;;;Unknown;Unknown;"
                + "Unknown;",
            expected: .alert(
                origin: "AT", sent: "2011-03-24", headline: "Heroin, 2.15 Kilogram, Austria", date: "2011-03-23",
                rest: #""place":{"name":"Vienna","country":"AT"},"goods":[{"category":"drugs.heroin","#
                    + #""description":"Heroin","quantity":{"value":2.15,"unit":"KGM"}}],"#
                    + #""concealment":{"methods":["other"],"description":"Toilet"}"#)),
        HandCheckedRow(
            csv:
                "Europe;East Europe;Russian Federation;;Novosibirsk Region, Novosibirsk;2011-02-15;\"STP (\"\"DOM\"\")\";"
                + "0.226;Gram;Postal;Post Office;Other;Unknown;Unknown;Russian Federation;",
            expected: .alert(
                origin: "RU", sent: "2011-02-16", headline: #"STP (\"DOM\"), 0.226 Gram, Russian Federation"#,
                date: "2011-02-15",
                rest:
                    #""place":{"name":"Novosibirsk Region, Novosibirsk","country":"RU"},"locationType":"post-office","#
                    + #""goods":[{"category":"drugs.hallucinogens","description":"STP (\"DOM\")","#
                    + #""quantity":{"value":0.226,"unit":"GRM"}}],"concealment":{"methods":["postal"]},"#
                    + #""route":{"destination":{"country":"RU"}}"#)),
    ]

    private static let refused = [
        HandCheckedRow(
            csv: "Asia;South Asia;India;NCB Guwahati/ Imphal;Guwahati;2014-01-01;Opium Poppy;15.0;Acres;;;;;;;",
            expected: .refused("unit-not-of-goods")),
        HandCheckedRow(
            csv: "Europe;West & Central Europe;Czech Republic;Moravskoslezský;Ostrava;2016-07-25;25B-NBOMe;21.5;Trip;"
                + "Residence;Flat/Apartment;;;;;",
            expected: .refused("unit-not-of-goods")),
        HandCheckedRow(
            csv: "Europe;West & Central Europe;Switzerland;Schwytz;Lachen;2016-04-05;Hallucinogens;;;;Unknown;;;;;",
            expected: .refused("missing-amount")),
        HandCheckedRow(
            csv: "Americas;Caribbean;Dominican Republic;;Santo Domingo;2011-10-07;Cocaine;0.0;Kilogram;Residence;"
                + "Home/Residence;Commercial road;Colombia;Unknown;United States;",
            expected: .refused("amount-not-positive")),
    ]
}
