package validate

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
)

// moment is a duration or a point in time that a rule compares with.
type moment struct {
	rule    string // "gt"
	order   int64  // which comes first, in seconds
	nanos   int64  // and in nanoseconds of a second
	said    string // in messages
	literal string // in Go
}

func (w *writer) duration(x value, rules *validate.DurationRules) {
	at := x.at + ".AsDuration()"
	if rules.HasConst() {
		c := span("const", rules.GetConst().AsDuration())
		w.use("time")
		w.add(at+" != "+c.literal, x.rule("duration", "const", "must equal "+c.said))
	}
	var low, high *moment
	switch {
	case rules.HasLt():
		high = span("lt", rules.GetLt().AsDuration())
	case rules.HasLte():
		high = span("lte", rules.GetLte().AsDuration())
	}
	switch {
	case rules.HasGt():
		low = span("gt", rules.GetGt().AsDuration())
	case rules.HasGte():
		low = span("gte", rules.GetGte().AsDuration())
	}
	w.moments(x, "duration", low, high, func(m *moment) string {
		return at + " " + bound{name: m.rule}.operator() + " " + m.literal
	})
	var in, notIn, saidIn, saidNotIn []string
	for _, d := range rules.GetIn() {
		one := span("", d.AsDuration())
		in, saidIn = append(in, one.literal), append(saidIn, one.said)
	}
	for _, d := range rules.GetNotIn() {
		one := span("", d.AsDuration())
		notIn, saidNotIn = append(notIn, one.literal), append(saidNotIn, one.said)
	}
	if len(in)+len(notIn) > 0 {
		w.use("time")
	}
	w.lists(value{at, x.desc, x.prefix}, "duration", in, notIn, saidIn, saidNotIn)
}

// span describes a duration. A number alone would be of nanoseconds.
func span(rule string, d time.Duration) *moment {
	m := &moment{rule: rule, nanos: int64(d), said: strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"}
	m.literal = fmt.Sprintf("%d*time.Nanosecond", int64(d))
	if d%time.Second == 0 {
		m.literal = fmt.Sprintf("%d*time.Second", int64(d/time.Second))
	}
	return m
}

func (w *writer) timestamp(x value, rules *validate.TimestampRules) {
	at := x.at + ".AsTime()"
	if rules.HasConst() {
		c := point("const", rules.GetConst().AsTime())
		w.use("time")
		w.add("!"+at+".Equal("+c.literal+")", x.rule("timestamp", "const", "must equal "+c.said))
	}
	var low, high *moment
	switch {
	case rules.HasLt():
		high = point("lt", rules.GetLt().AsTime())
	case rules.HasLte():
		high = point("lte", rules.GetLte().AsTime())
	case rules.GetLtNow():
		w.add(at+".After(v.Now())", x.rule("timestamp", "lt_now", "must be less than now"))
	}
	switch {
	case rules.HasGt():
		low = point("gt", rules.GetGt().AsTime())
	case rules.HasGte():
		low = point("gte", rules.GetGte().AsTime())
	}
	w.moments(x, "timestamp", low, high, func(m *moment) string { return outsideTime(at, m) })
	if rules.GetGtNow() {
		w.add(at+".Before(v.Now())", x.rule("timestamp", "gt_now", "must be greater than now"))
	}
	if rules.HasWithin() {
		d := span("within", rules.GetWithin().AsDuration())
		w.use("time")
		w.line("if t, now := %s, v.Now(); t.Before(now.Add(-(%s))) || t.After(now.Add(%s)) {", at, d.literal, d.literal)
		r := x.rule("timestamp", "within", "must be within "+d.said+" of now")
		w.broken(r)
		w.line("}")
	}
}

// outsideTime is the condition under which a time breaks a bound.
func outsideTime(at string, m *moment) string {
	switch m.rule {
	case "gt":
		return "!" + at + ".After(" + m.literal + ")"
	case "gte":
		return at + ".Before(" + m.literal + ")"
	case "lt":
		return "!" + at + ".Before(" + m.literal + ")"
	}
	return at + ".After(" + m.literal + ")"
}

func point(rule string, t time.Time) *moment {
	return &moment{
		rule: rule, order: t.Unix(), nanos: int64(t.Nanosecond()), said: t.Format(time.RFC3339Nano),
		literal: fmt.Sprintf("time.Unix(%d, %d)", t.Unix(), t.Nanosecond()),
	}
}

// moments writes a range. One whose ends are crossed leaves out what lies between them.
func (w *writer) moments(x value, kind string, low, high *moment, outside func(*moment) string) {
	switch {
	case low == nil && high == nil:
		return
	case high == nil:
		w.add(outside(low), x.rule(kind, low.rule, "must be "+bound{name: low.rule}.said(low.said)))
	case low == nil:
		w.add(outside(high), x.rule(kind, high.rule, "must be "+bound{name: high.rule}.said(high.said)))
	default:
		id, and, either := kind+"."+low.rule+"_"+high.rule, "and", " || "
		if high.order < low.order || high.order == low.order && high.nanos < low.nanos {
			id, and, either = id+"_exclusive", "or", " && "
		}
		said := []string{"must be", bound{name: low.rule}.said(low.said), and, bound{name: high.rule}.said(high.said)}
		w.add(outside(low)+either+outside(high), rule{x.prefix + kind + "." + low.rule, id, strings.Join(said, " ")})
	}
	w.use("time")
}
