/// Numbers as people read them.
public enum HumanFormat {
    /// `0 B`, `1023 B`, `1.5 KiB`, `3.2 GiB`.
    public static func bytes(_ count: Int) -> String {
        let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        guard count.magnitude >= 1024 else { return "\(count) B" }
        var amount = Double(count)
        var unit = "B"
        for next in units where abs(amount) >= 1023.95 {
            amount /= 1024
            unit = next
        }
        return "\(tenths(amount)) \(unit)"
    }

    /// Thousands apart by commas: `1,234,567`.
    public static func count(_ count: Int) -> String {
        let digits = String(count.magnitude)
        var grouped = count < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped += "," }
            grouped.append(digit)
        }
        return grouped
    }

    /// `850`, `12.3k`, `4.6M` for a second.
    public static func rate(_ perSecond: Double) -> String {
        guard perSecond.isFinite else { return "–" }
        switch perSecond {
        case ..<9.995: return "\(tenths(perSecond))/s"
        case ..<999.5: return "\(Int(perSecond.rounded()))/s"
        case ..<999_950: return "\(tenths(perSecond / 1000))k/s"
        default: return "\(tenths(perSecond / 1_000_000))M/s"
        }
    }

    /// The two largest units that matter: `250 µs`, `1.5 s`, `2 min 5 s`, `3 h 20 min`, `5 d 2 h`.
    public static func duration(_ duration: Duration) -> String {
        let seconds = duration / .seconds(1)
        if seconds < 0 { return "-" + self.duration(.zero - duration) }
        switch seconds {
        case 0: return "0 s"
        case ..<0.001: return "\(Int((seconds * 1e6).rounded())) µs"
        case ..<0.9995: return "\(Int((seconds * 1e3).rounded())) ms"
        case ..<59.95: return "\(tenths(seconds)) s"
        default: break
        }
        let whole = Int(min(seconds, 1e15).rounded())
        switch whole {
        case ..<3600: return pair(whole / 60, "min", whole % 60, "s")
        case ..<86_400: return pair(whole / 3600, "h", whole % 3600 / 60, "min")
        default: return pair(whole / 86_400, "d", whole % 86_400 / 3600, "h")
        }
    }

    private static func pair(_ large: Int, _ largeUnit: String, _ small: Int, _ smallUnit: String) -> String {
        small == 0 ? "\(large) \(largeUnit)" : "\(large) \(largeUnit) \(small) \(smallUnit)"
    }

    /// One digit behind the point, none where it is zero.
    private static func tenths(_ amount: Double) -> String {
        let scaled = Int((amount * 10).rounded())
        let (whole, tenth) = (scaled / 10, abs(scaled % 10))
        let sign = scaled < 0 && whole == 0 ? "-" : ""
        return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
    }
}
