package mock

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/internal/support/boundary"
	"github.com/bylaw-dev/bylaw/internal/support/errors"
	"github.com/bylaw-dev/bylaw/spec"
)

// The headers by which a client asks for another answer than the usual one. Prefer (RFC 7240) says
// the same in one header: "code=404, example=empty".
const (
	statusHeader  = "X-Mock-Status"
	exampleHeader = "X-Mock-Example"
	latencyHeader = "X-Mock-Latency" // "250ms"
	faultHeader   = "X-Mock-Fault"   // "503", "abort", "none"
)

// asked is the answer that a client gets.
type asked struct {
	answer  *answer
	status  int
	example string
	delay   time.Duration // below 0: nothing is said
	fault   string        // "": nothing is said
}

// asked decides which answer the client gets. What it asks for and the contract doesn't have is a
// violation of the header.
func (o *operation) asked(c *boundary.Call) asked {
	preferences := Preferences(c.Request().Header["Prefer"])
	usual := o.sorted()[0]
	a := asked{answer: usual, status: usual.usualStatus()}
	if name, code := choose(c, statusHeader, preferences["code"]); code != "" {
		if wanted, status := o.answerOf(code); wanted != nil {
			a.answer, a.status = wanted, status
		} else {
			c.Reader().Report(errors.Header, name, errors.Enum, "must ask for an answer that the contract declares: "+o.choices())
		}
	}
	if name, example := choose(c, exampleHeader, preferences["example"]); example != "" {
		if a.example = example; !a.answer.hasExample(example) {
			c.Reader().Report(errors.Header, name, errors.Enum, "must name an example of the answer "+a.answer.Status+a.answer.exampleNames())
		}
	}
	a.disturbance(c)
	return a
}

// choose returns what the header says, or else the preference, and the header's name.
func choose(c *boundary.Call, header, preference string) (name, text string) {
	if text = c.Request().Header.Get(header); text != "" {
		return header, text
	}
	return "Prefer", preference
}

// Preferences reads the headers Prefer; the first of a name counts (RFC 7240, section 2).
func Preferences(lines []string) map[string]string {
	all := map[string]string{}
	for _, line := range lines {
		for _, preference := range strings.FieldsFunc(line, func(c rune) bool { return c == ',' || c == ';' }) {
			name, text, _ := strings.Cut(preference, "=")
			name = strings.ToLower(strings.TrimSpace(name))
			if _, known := all[name]; !known {
				all[name] = strings.Trim(strings.TrimSpace(text), `"`)
			}
		}
	}
	return all
}

// answerOf returns the answer that the contract has for a status: its own, or that of its class, or
// the default.
func (o *operation) answerOf(text string) (*answer, int) {
	status, err := strconv.Atoi(text)
	if err != nil || status < 200 || status > 599 {
		return nil, 0
	}
	for _, code := range []int{status, status / 100, 0} {
		for _, a := range o.answers {
			if a.code == code {
				return a, status
			}
		}
	}
	return nil, 0
}

func (o *operation) choices() string {
	var all []string
	for _, a := range o.sorted() {
		all = append(all, a.Status)
	}
	return strings.Join(all, ", ")
}

// usualStatus is the status of an answer that nobody has asked a status of.
func (a *answer) usualStatus() int {
	switch {
	case a.code >= 100:
		return a.code
	case a.code == 0 && !a.success:
		return 500
	case a.code == 0:
		return 200
	}
	return a.code * 100
}

func (a *answer) hasExample(name string) bool {
	return slices.ContainsFunc(a.media, func(m *media) bool { return m.example(name) != nil })
}

func (a *answer) exampleNames() string {
	var names []string
	for _, m := range a.media {
		for _, e := range m.Examples {
			if e.Name != "" && !slices.Contains(names, e.Name) && usable(e) {
				names = append(names, e.Name)
			}
		}
	}
	if names == nil {
		return ", which has none"
	}
	return ": " + strings.Join(names, ", ")
}

func usable(e *spec.Example) bool { return e.Value != nil || e.Serialized != "" }
