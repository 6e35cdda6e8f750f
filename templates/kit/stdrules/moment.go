package stdrules

import (
	"strconv"
	"time"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// A Duration and a Timestamp may be dynamic messages here.

func durationOf(m protoreflect.Message) time.Duration {
	seconds, nanos := parts(m)
	return (&durationpb.Duration{Seconds: seconds, Nanos: nanos}).AsDuration()
}

func timeOf(m protoreflect.Message) time.Time {
	seconds, nanos := parts(m)
	return (&timestamppb.Timestamp{Seconds: seconds, Nanos: nanos}).AsTime()
}

func parts(m protoreflect.Message) (seconds int64, nanos int32) {
	fields := m.Descriptor().Fields()
	return m.Get(fields.ByNumber(1)).Int(), int32(m.Get(fields.ByNumber(2)).Int())
}

// moment is a bound of a duration or a point in time: how the value compares with it.
type moment struct {
	name  string // "gt"; "": it is open
	order int    // of the value to the bound
	said  string
}

func (m moment) broken() bool { return outside(m.name, m.order) }

func (m moment) says() string { return than(m.name) + m.said }

// moments evaluates a range. One whose ends are crossed leaves out what lies between them.
func (e *evaluation) moments(x value, kind string, low, high moment, crossed bool) {
	switch {
	case low.name == "" && high.name == "":
	case high.name == "":
		e.brokeIf(low.broken(), x, kind, low.name, "must be "+low.says())
	case low.name == "":
		e.brokeIf(high.broken(), x, kind, high.name, "must be "+high.says())
	default:
		id, and, broken := kind+"."+low.name+"_"+high.name, " and ", low.broken() || high.broken()
		if crossed {
			id, and, broken = id+"_exclusive", " or ", low.broken() && high.broken()
		}
		if broken {
			e.Add(x.prefix+kind+"."+low.name, id, "must be "+low.says()+and+high.says())
		}
	}
}

func span(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s" }

func (e *evaluation) duration(x value, d time.Duration, rules *validate.DurationRules) {
	if want := rules.GetConst().AsDuration(); rules.HasConst() && d != want {
		e.broke(x, "duration", "const", "must equal "+span(want))
	}
	var low, high moment
	var from, to time.Duration
	bound := func(name string, at *durationpb.Duration) (moment, time.Duration) {
		order := 0
		switch b := at.AsDuration(); {
		case d < b:
			order = -1
		case d > b:
			order = 1
		}
		return moment{name, order, span(at.AsDuration())}, at.AsDuration()
	}
	switch {
	case rules.HasLt():
		high, to = bound("lt", rules.GetLt())
	case rules.HasLte():
		high, to = bound("lte", rules.GetLte())
	}
	switch {
	case rules.HasGt():
		low, from = bound("gt", rules.GetGt())
	case rules.HasGte():
		low, from = bound("gte", rules.GetGte())
	}
	e.moments(x, "duration", low, high, to < from)
	lists(e, x, "duration", d, durations(rules.GetIn()), durations(rules.GetNotIn()), span)
}

func durations(all []*durationpb.Duration) []time.Duration {
	out := make([]time.Duration, len(all))
	for i, d := range all {
		out[i] = d.AsDuration()
	}
	return out
}

func (e *evaluation) timestamp(x value, t time.Time, rules *validate.TimestampRules) {
	say := func(t time.Time) string { return t.Format(time.RFC3339Nano) }
	if want := rules.GetConst().AsTime(); rules.HasConst() && !t.Equal(want) {
		e.broke(x, "timestamp", "const", "must equal "+say(want))
	}
	var low, high moment
	var from, to time.Time
	bound := func(name string, at *timestamppb.Timestamp) (moment, time.Time) {
		return moment{name, t.Compare(at.AsTime()), say(at.AsTime())}, at.AsTime()
	}
	switch {
	case rules.HasLt():
		high, to = bound("lt", rules.GetLt())
	case rules.HasLte():
		high, to = bound("lte", rules.GetLte())
	case rules.GetLtNow():
		e.brokeIf(t.After(e.Now()), x, "timestamp", "lt_now", "must be less than now")
	}
	switch {
	case rules.HasGt():
		low, from = bound("gt", rules.GetGt())
	case rules.HasGte():
		low, from = bound("gte", rules.GetGte())
	}
	e.moments(x, "timestamp", low, high, to.Before(from))
	e.brokeIf(rules.GetGtNow() && t.Before(e.Now()), x, "timestamp", "gt_now", "must be greater than now")
	if rules.HasWithin() {
		d, now := rules.GetWithin().AsDuration(), e.Now()
		e.brokeIf(t.Before(now.Add(-d)) || t.After(now.Add(d)), x, "timestamp", "within", "must be within "+span(d)+" of now")
	}
}
