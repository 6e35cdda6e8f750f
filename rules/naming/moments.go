package naming

import (
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// timeEnding is how the name of a moment in time ends.
type timeEnding string

// The endings that APIs choose between. Others are not in competition with them: not_before, deadline, created_after and
// time_range_begin say more than that the field is a moment.
const (
	endsInTime timeEnding = "_time"
	endsInAt   timeEnding = "_at"
	endsInOn   timeEnding = "_on"
	isBare     timeEnding = "no ending" // created, last_modified
	otherwise  timeEnding = ""
)

// endingOf returns how a name ends, from its words.
func endingOf(all []string) timeEnding {
	if len(all) == 0 {
		return otherwise
	}
	switch last := all[len(all)-1]; {
	case len(all) == 1 && !happened(last):
		return otherwise
	case last == "time", last == "times":
		return endsInTime
	case last == "at":
		return endsInAt
	case last == "on":
		return endsInOn
	case happened(last):
		return isBare
	}
	return otherwise
}

// happened reports whether a word says that something has been done, and nothing of when.
func happened(word string) bool {
	switch word {
	case "created", "creation", "updated", "modified", "modification", "deleted", "removed", "destroyed", "expired", "expires",
		"purged", "published", "changed", "captured", "recorded", "registered", "reported", "saved", "synced", "edited":
		return true
	}
	return false
}

// withEnding returns the name of a moment with another ending, in its own case; "" if nothing would be left of it.
func withEnding(name string, ending timeEnding) string {
	all := words.Split(name)
	if n := len(all); n > 0 && slices.Contains([]string{"at", "on", "time", "times", "date", "datetime", "timestamp"}, all[n-1]) {
		all = all[:n-1]
	}
	if len(all) == 2 && all[0] == "time" && happened(all[1]) {
		all = all[1:] // time_created
	}
	if len(all) == 0 {
		return ""
	}
	if last := len(all) - 1; ending == endsInTime {
		all[last] = imperative(all[last])
	}
	return words.Like(name, append(slices.Clone(all), string(ending[1:])))
}

// imperative returns the verb that a participle or noun comes from, which is how AIP-142 names times.
func imperative(word string) string {
	switch word {
	case "created", "creation":
		return "create"
	case "updated":
		return "update"
	case "modified", "modification", "changed":
		return "update"
	case "deleted", "removed", "destroyed":
		return "delete"
	case "expired", "expires", "expiration":
		return "expire"
	case "purged":
		return "purge"
	case "published":
		return "publish"
	case "started":
		return "start"
	case "ended":
		return "end"
	case "completed":
		return "complete"
	}
	return word
}

// momentsOf returns the fields and parameters of an API that hold moments in time.
func momentsOf(api *spec.API) []*spec.Field {
	var found []*spec.Field
	add := func(f *spec.Field) {
		if f.Deprecated == nil && isMoment(f) {
			found = append(found, f)
		}
	}
	spec.Walk(api, &spec.Visitor{Field: add, Parameter: func(parameter *spec.Parameter) {
		if parameter.In == spec.InQuery && parameter.Target == nil {
			add(&parameter.Field)
		}
	}})
	return found
}
