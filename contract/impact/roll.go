package impact

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// effect is what a change does to an interaction, the worst first.
type effect uint8

const (
	breaks effect = iota
	pending
	atRisk
	uses
	unknown
	effects // how many there are
)

// mostListed is how many interactions and paths of one consumer are listed for one change; the others are
// counted.
const mostListed = 20

// roll is whom one change concerns.
type roll struct {
	by     [effects]map[string]*entry // by consumer
	places []report.Related           // where contracts say what breaks
}

type entry struct {
	report.Consumer
	last *contract.Interaction // that was added
}

// add enters an interaction. What is said of it a second time only adds to the paths.
func (r *roll) add(e effect, consumer string, i *contract.Interaction, path, why string) {
	one := r.entry(e, consumer)
	if one.last != i {
		one.last = i
		if one.Interactions++; len(one.Descriptions) < mostListed {
			one.Descriptions = append(one.Descriptions, short(i.Description))
		}
	}
	if path != "" && len(one.Paths) < mostListed && !slices.Contains(one.Paths, path) {
		one.Paths = append(one.Paths, path)
	}
	one.Why = cmp.Or(one.Why, why)
}

// show enters where a contract says what breaks.
func (r *roll) show(consumer string, i *contract.Interaction, at source.Span) {
	if len(r.places) < mostListed {
		r.places = append(r.places, report.Related{Message: fmt.Sprintf("%s relies on it in %q", consumer, short(i.Description)), Span: at})
	}
}

// whole enters a contract of which nothing is known.
func (r *roll) whole(consumer, why string) {
	one := r.entry(unknown, consumer)
	one.Why = cmp.Or(one.Why, why)
}

func (r *roll) entry(e effect, consumer string) *entry {
	if r.by[e] == nil {
		r.by[e] = map[string]*entry{}
	}
	if r.by[e][consumer] == nil {
		r.by[e][consumer] = &entry{Consumer: report.Consumer{Name: consumer}}
	}
	return r.by[e][consumer]
}

// longestDescription is how many bytes of a description are kept.
const longestDescription = 100

func short(text string) string {
	if len(text) > longestDescription {
		return strings.ToValidUTF8(text[:longestDescription], "") + "…"
	}
	return text
}

// result is all that was found.
func (s *study) result() *Result {
	found := &Result{Unexplained: s.found}
	for _, r := range s.rolls {
		found.Changes = append(found.Changes, report.Consumers{
			Breaks: r.list(breaks), Pending: r.list(pending), AtRisk: r.list(atRisk), Uses: r.list(uses), Unknown: r.list(unknown),
		})
	}
	for _, r := range s.rolls {
		found.Places = append(found.Places, r.places)
	}
	for _, name := range slices.Sorted(maps.Keys(s.all)) {
		found.Tallies = append(found.Tallies, *s.all[name])
	}
	return found
}

func (r *roll) list(e effect) []report.Consumer {
	var all []report.Consumer
	for _, name := range slices.Sorted(maps.Keys(r.by[e])) {
		one := r.by[e][name].Consumer
		slices.Sort(one.Paths)
		all = append(all, one)
	}
	return all
}
