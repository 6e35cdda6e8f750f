package matrix

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bylaw-dev/bylaw/report"
)

// The IDs of what is found.
const (
	NoSafeOrder = "contract/no-safe-order"
	Apart       = "contract/versions-apart"
)

// Diagnostics explains everything that Findings can say, sorted by ID.
func Diagnostics() []report.Diagnostic {
	return []report.Diagnostic{
		{ID: NoSafeOrder, Title: "no order of deployment is safe", Severity: report.Error, Help: "The new provider breaks consumers that are in use, and the new consumers break with the provider that is: whichever is deployed first, " +
			"somebody fails until the other one follows. Do it in two steps. First release a provider that serves both: a new field beside the old one, the old operation beside the new one. " +
			"Then deploy the consumers, and last a provider without what nobody uses any more."},
		{ID: Apart, Title: "two versions don't work together", Severity: report.Warning, Help: "Consumers of the one version rely on what a provider of the other doesn't do. That is no mistake as long as the two never meet: " +
			"the order of deployment sees to that. It is an error where a version breaks its own consumers, and where two providers can't run side by side on the same data."},
	}
}

// Findings says which versions can't be used together, and where no order of deployment is safe.
func (m *Matrix) Findings() []report.Finding {
	var all []report.Finding
	for _, s := range m.Steps() {
		if s.Order == NoOrder {
			all = append(all, m.noOrder(s))
		}
	}
	for _, p := range m.Pairs {
		all = append(all, m.apart(p)...)
	}
	for _, s := range m.Shared {
		with := fmt.Sprintf("written with %s and read with %s", m.Versions[s.Writes].Name, m.Versions[s.Reads].Name)
		all = append(all, m.breaks(s.Live.Breaks, s.Consumer, with, report.Error)...)
	}
	return report.Sort(unique(all))
}

// noOrder says why neither side can go first.
func (m *Matrix) noOrder(s Step) report.Finding {
	from, to := m.Versions[s.From].Name, m.Versions[s.To].Name
	f := report.Finding{
		Rule: NoSafeOrder, Severity: report.Error,
		Message: fmt.Sprintf("from %s to %s no order is safe: %s; %s", from, to, m.why("with the provider first", s.against), m.why("with the consumers first", s.behind)),
		Cure:    "do it in two steps: first a provider that serves both, then the consumers, then a provider without what nobody uses any more",
	}
	if own := m.Pair(s.To, s.To); own.Verdict() == Breaks {
		f.Message = fmt.Sprintf("from %s to %s no order is safe: %s breaks its own consumers (%s)", from, to, to, strings.Join(own.consumers(), ", "))
		f.Cure = fmt.Sprintf("make %s and the contracts that lie beside it agree first", to)
	}
	return f
}

// why names the pairs that break.
func (m *Matrix) why(order string, broken []int) string {
	var parts []string
	for _, at := range broken {
		p := m.Pairs[at]
		whom := strings.Join(p.consumers(), ", ")
		if whom == "" {
			whom = "consumers that follow the spec"
		}
		parts = append(parts, fmt.Sprintf("%s of %s with the provider of %s", whom, m.Versions[p.Consumer].Name, m.Versions[p.Provider].Name))
	}
	return order + " it breaks " + strings.Join(parts, " and ")
}

// apart says what breaks in one pair. What only schemas say of consumers that are known is left to the
// table.
func (m *Matrix) apart(p *Pair) []report.Finding {
	severity := report.Warning
	if p.Consumer == p.Provider {
		severity = report.Error
	}
	with := "with the provider of " + m.Versions[p.Provider].Name
	all := m.breaks(p.Contracts.Breaks, p.Consumer, with, severity)
	all = append(all, m.breaks(p.Live.Breaks, p.Consumer, with+" that runs", severity)...)
	if p.bySchemas() {
		all = append(all, m.breaks(p.Schemas.Breaks, p.Consumer, with, severity)...)
	}
	return all
}

// subject is what breaks are about: those of one subject are told once.
type subject struct{ consumer, about string }

func (b *Break) subject() subject {
	if b.Element == "" {
		return subject{b.Consumer, b.Message}
	}
	return subject{b.Consumer, string(b.Element)}
}

// breaks says once of each consumer and element of the spec what breaks, and how often besides.
func (m *Matrix) breaks(of []Break, consumer int, with string, severity report.Severity) []report.Finding {
	first, more := map[subject]int{}, map[subject][]string{}
	var all []report.Finding
	for i, b := range of {
		g := b.subject()
		if at, known := first[g]; known {
			if b.What != of[at].What && !slices.Contains(more[g], b.What) {
				more[g] = append(more[g], b.What)
			}
			continue
		}
		first[g] = i
	}
	for i, b := range of {
		if g := b.subject(); first[g] == i {
			all = append(all, m.broken(b, consumer, with, severity, len(more[g])))
		}
	}
	return all
}

func (m *Matrix) broken(b Break, consumer int, with string, severity report.Severity, more int) report.Finding {
	who := "a consumer that follows the spec"
	if b.Consumer != "" {
		who = b.Consumer
	}
	message := fmt.Sprintf("%s of %s breaks %s in %q: %s", who, m.Versions[consumer].Name, with, b.What, b.Message)
	if more > 0 {
		message += " (so it does in " + strconv.Itoa(more) + " more)"
	}
	return report.Finding{Rule: Apart, Severity: severity, Element: b.Element, Span: b.Span, Message: message}
}

// unique drops what is said twice of one place.
func unique(all []report.Finding) []report.Finding {
	return slices.CompactFunc(report.Sort(all), func(a, b report.Finding) bool {
		return a.Message == b.Message && a.Span == b.Span && a.Element == b.Element
	})
}

// NotChecked lists of what nothing is known, and what breaks nobody yet.
func (m *Matrix) NotChecked() []report.NotChecked {
	var all []report.NotChecked
	add := func(s *Side) {
		for _, one := range slices.Concat(s.Unsure, s.Pending) {
			if !slices.Contains(all, one) {
				all = append(all, one)
			}
		}
	}
	for _, p := range m.Pairs {
		add(&p.Contracts)
		add(&p.Schemas)
		add(&p.Live)
	}
	for _, s := range m.Shared {
		add(&s.Live)
	}
	return all
}

// Unverified reports whether something is not known that an order depends on, or that was to be seen of
// providers that run.
func (m *Matrix) Unverified() bool {
	return slices.ContainsFunc(m.Steps(), func(s Step) bool { return s.Order == NotKnown }) ||
		slices.ContainsFunc(m.Pairs, func(p *Pair) bool { return len(p.Live.Unsure) > 0 }) ||
		slices.ContainsFunc(m.Shared, func(s *Shared) bool { return len(s.Live.Unsure) > 0 })
}
