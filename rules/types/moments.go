package types

import (
	"regexp"
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
)

// moment is what a name promises about time.
type moment uint8

const (
	noMoment moment = iota
	maybeInstant
	instant
	day
)

// mayNameMoment sorts out nearly all names without taking them apart.
func mayNameMoment(name string) bool {
	if strings.Contains(name, "_at") || strings.Contains(name, "At") || strings.Contains(name, "-at") {
		return true
	}
	name = strings.ToLower(name)
	for _, part := range [...]string{"time", "date", "birth", "created", "modified", "expir"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// momentOf reads the name of a field. The unit at its end ("_ms", "_since_epoch") says nothing
// about whether a moment is meant: "uptime_ms" is none, "create_time_ms" is one.
func momentOf(name []string) moment {
	hasUnit := len(withoutUnit(name)) < len(name)
	name = withoutUnit(name)
	n := len(name)
	if n == 0 || slices.ContainsFunc(name[:n-1], relates) {
		return noMoment
	}
	before := ""
	if n > 1 {
		before = name[n-2]
	}
	switch name[n-1] {
	case "timestamp", "timestamps", "datetime", "datetimes":
		return instant
	case "at":
		return pick(n > 1 && !isPlace(before), instant)
	case "time", "times":
		return timeNamed(before)
	case "date", "dates":
		return pick(before != "to" || n == 2, day)
	case "birthday", "birthdate":
		return day
	case "created", "updated", "modified":
		if n == 1 && hasUnit {
			return instant // created_ms
		}
		return pick(n == 1, maybeInstant)
	case "expires", "expiry", "expiration":
		return pick(n == 1, maybeInstant)
	}
	return noMoment
}

func pick(is bool, m moment) moment {
	if is {
		return m
	}
	return noMoment
}

// timeNamed tells "create_time" from "response_time" by the word before.
func timeNamed(before string) moment {
	switch {
	case before == "date" || happens(before):
		return instant
	case lasts(before):
		return noMoment
	}
	return maybeInstant
}

func withoutUnit(name []string) []string {
	for len(name) > 1 {
		switch name[len(name)-1] {
		case "s", "sec", "secs", "second", "seconds", "ms", "msec", "msecs", "millis", "millisecond", "milliseconds",
			"us", "usec", "usecs", "micros", "microsecond", "microseconds", "ns", "nsec", "nanos", "nanoseconds",
			"unix", "epoch", "since", "utc", "gmt", "iso", "iso8601", "rfc3339":
			name = name[:len(name)-1]
		default:
			return name
		}
	}
	return name
}

// relates tells the words that make a name speak of something else than the moment at its end:
// days_since_create_time, conversions_by_date, timezone_offset_date.
func relates(word string) bool {
	switch word {
	case "since", "before", "after", "per", "by", "offset", "timezone", "days", "hours", "minutes", "seconds", "count",
		"num", "number", "is", "has", "format":
		return true
	}
	return false
}

func isPlace(word string) bool {
	switch word {
	case "located", "hosted", "stored", "served", "available", "reachable", "reached", "look", "looking", "aimed", "good":
		return true
	}
	return false
}

// happens tells words of events: what stands before "_time" where a moment is meant.
func happens(word string) bool {
	switch word {
	case "create", "created", "creation", "update", "updated", "modify", "modified", "modification", "delete", "deleted",
		"deletion", "start", "started", "end", "ended", "begin", "finish", "finished", "complete", "completed", "completion",
		"stop", "stopped", "expire", "expires", "expired", "expiry", "expiration", "publish", "published", "event", "due",
		"arrival", "departure", "login", "scheduled", "submit", "submitted", "submission", "purchase", "purchased",
		"received", "sent", "opened", "closed", "commit", "committed", "snapshot", "triggered", "cancel", "canceled",
		"cancelled", "cancellation", "suspended", "deadline", "effective", "issued", "signed", "approved", "archived",
		"observed", "sample", "seen", "refreshed", "synced", "occurred", "registered", "enrolled", "accessed", "uploaded", "terminated",
		"termination", "occurrence", "paused", "resumed", "renewed", "renewal", "activated", "activation":
		return true
	}
	return false
}

// lasts tells words of durations before "_time".
func lasts(word string) bool {
	switch word {
	case "response", "processing", "process", "run", "running", "wait", "waiting", "cpu", "wall", "lead", "travel", "delay",
		"elapsed", "total", "average", "avg", "mean", "median", "max", "min", "real", "full", "part", "idle", "execution",
		"exec", "cook", "prep", "preparation", "dead", "transit", "up", "down", "load", "loading", "seek", "play", "playback",
		"watch", "watched", "viewing", "view", "trip", "live", "retention", "hold", "grace", "cache", "compile", "render",
		"user", "system", "busy", "blocked", "blocking", "warmup", "cooldown", "connection", "connect", "byte", "reaction",
		"flight", "driving", "drive", "walking", "walk", "dwell", "sleep", "remaining", "spent", "extra", "over", "air",
		"setup", "query", "handling", "service", "lease", "compute", "queue", "queued", "round", "exposure", "decode", "encode",
		"buffer", "active", "delivery", "estimated", "downtime", "cycle", "work", "working", "shipping", "local", "first":
		return true
	}
	return false
}

// The documentation decides where the name is not enough.
var (
	docSaysInstant = regexp.MustCompile(`(?i)\btimestamp|\bepoch\b|\bunix\b|\brfc ?-?3339|\biso[ -]?8601|\bdate[ -]?time\b|` +
		`\bdate and time\b|\bthe time (at which|when|that|the)\b|\btime of (the )?(creation|last)|\bdate\b|\bwhen\b`)
	docSaysMoment = regexp.MustCompile(`(?i)\bepoch\b|\bunix\b|\b1970\b|\brfc ?-?3339|\biso[ -]?8601|\btimestamp|\byyyy`)
	docSaysSpan   = regexp.MustCompile(`(?i)\bdurations?\b|\bhow (long|many|often)\b|\b(length|amount|period|interval)s? of time\b|\belapsed\b|` +
		`\boffsets?\b|\brelative\b|\bfrom the (start|beginning)\b|\btime (taken|spent)\b|\btime it (takes|took)\b|\bnumber of\b|` +
		`\btime[- ]to[- ]live\b|\bhh:?mm\b|\btime of (the )?day\b|\b24[- ]hours?\b|\bin (business )?(days|hours|minutes|seconds)\b|\bday of\b|\blist of\b`)
)

// means reports whether a field with that name and documentation holds a moment.
func (m moment) means(doc string) bool {
	switch {
	case m == noMoment:
		return false
	case docSaysMoment.MatchString(doc):
		return true
	case docSaysSpan.MatchString(doc):
		return false
	}
	return m != maybeInstant || docSaysInstant.MatchString(doc)
}

// plainName returns the name without a unit at its end, in the case it is written in.
func plainName(name string) string {
	parts := words.Split(name)
	kept := withoutUnit(parts)
	if len(kept) == len(parts) {
		return name
	}
	return words.Like(name, kept)
}
