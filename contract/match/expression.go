package match

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/contract"
)

// move reads the expression of a generator, as the reference implementation documents them: of dates
// ("tomorrow + 2 weeks", "next fri"), of times ("noon - 1 hour", "9 o'clock"), or both with @ between
// them ("next june @ midnight").
func move(now time.Time, kind contract.GeneratorKind, expression string) (time.Time, error) {
	date, clock := expression, ""
	switch kind {
	case contract.CurrentTime:
		date, clock = "", expression
	case contract.CurrentDateTime:
		date, clock, _ = strings.Cut(expression, "@")
	}
	at := now
	for _, part := range []struct {
		text  string
		begin func(*words, time.Time) (time.Time, bool)
		unit  func(time.Time, int, string) (time.Time, bool)
	}{{date, beginDate, days}, {clock, beginClock, hours}} {
		w := wordsOf(part.text)
		moved, ok := part.begin(w, at)
		for ok && w.at < len(w.all) {
			moved, ok = w.offset(moved, part.unit)
		}
		if !ok {
			return now, fmt.Errorf("the expression %q is not known at %q", expression, w.here())
		}
		at = moved
	}
	return at, nil
}

// words are what an expression is made of, and how far it was read.
type words struct {
	all []string
	at  int
}

// word is a number, a sign or a name; of anything else none can be told.
var word = regexp.MustCompile(`\d+|[a-z']+|[^\s]`)

func wordsOf(text string) *words {
	return &words{all: word.FindAllString(strings.ToLower(text), -1)}
}

// here returns the word that was not understood, or the last one.
func (w *words) here() string {
	if len(w.all) == 0 {
		return ""
	}
	return w.all[min(w.at, len(w.all)-1)]
}

// take goes on if the next word is one of these, and returns it; "" if it is none.
func (w *words) take(those ...string) string {
	for _, one := range those {
		if w.at < len(w.all) && w.all[w.at] == one {
			w.at++
			return one
		}
	}
	return ""
}

// number goes on if the next word is one.
func (w *words) number() (int, bool) {
	if w.at == len(w.all) {
		return 0, false
	}
	n, err := strconv.Atoi(w.all[w.at])
	if err != nil || n < 0 || n > 100_000 {
		return 0, false
	}
	w.at++
	return n, true
}

// offset reads "+ 2 days" or "- 1 hour".
func (w *words) offset(at time.Time, unit func(time.Time, int, string) (time.Time, bool)) (time.Time, bool) {
	sign := w.take("+", "-")
	n, ok := w.number()
	if sign == "" || !ok {
		return at, false
	}
	if sign == "-" {
		n = -n
	}
	return w.unit(at, n, unit)
}

func (w *words) unit(at time.Time, n int, unit func(time.Time, int, string) (time.Time, bool)) (time.Time, bool) {
	if w.at == len(w.all) {
		return at, false
	}
	moved, known := unit(at, n, strings.TrimSuffix(w.all[w.at], "s"))
	if known {
		w.at++
	}
	return moved, known
}

var directions = map[string]int{"next": 1, "last": -1}

// beginDate reads where an expression of a date begins: today, unless it says otherwise.
func beginDate(w *words, at time.Time) (time.Time, bool) {
	switch w.take("now", "today", "yesterday", "tomorrow") {
	case "yesterday":
		return at.AddDate(0, 0, -1), true
	case "tomorrow":
		return at.AddDate(0, 0, 1), true
	}
	direction := directions[w.take("next", "last")]
	if direction == 0 || w.at == len(w.all) {
		return at, direction == 0
	}
	for _, named := range []func(time.Time, int, string) (time.Time, bool){weekday, monthNamed} {
		if moved, ok := named(at, direction, w.all[w.at]); ok {
			w.at++
			return moved, true
		}
	}
	return w.unit(at, direction, days)
}

func days(at time.Time, n int, unit string) (time.Time, bool) {
	switch unit {
	case "day":
		return at.AddDate(0, 0, n), true
	case "week":
		return at.AddDate(0, 0, 7*n), true
	case "fortnight":
		return at.AddDate(0, 0, 14*n), true
	case "month":
		return addMonths(at, n), true
	case "year":
		return addMonths(at, 12*n), true
	}
	return at, false
}

// addMonths stays within the month that it comes to: a month after the 31st may be the 28th.
func addMonths(at time.Time, n int) time.Time {
	first := time.Date(at.Year(), at.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	day := min(at.Day(), daysIn(int(first.Month()), first.Year()))
	return at.AddDate(0, 0, 1-at.Day()).AddDate(0, n, day-1)
}

// weekday returns the next or last day of that name, which is not today.
func weekday(at time.Time, direction int, name string) (time.Time, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(day.String()), name) {
			away := (int(day-at.Weekday())*direction+6)%7 + 1
			return at.AddDate(0, 0, direction*away), true
		}
	}
	return at, false
}

// monthNamed returns the first day of the next or last month of that name, which is not this one.
func monthNamed(at time.Time, direction int, name string) (time.Time, bool) {
	for month := time.January; month <= time.December; month++ {
		if len(name) >= 3 && strings.HasPrefix(strings.ToLower(month.String()), name) {
			away := (int(month-at.Month())*direction+11)%12 + 1
			return at.AddDate(0, 0, 1-at.Day()).AddDate(0, direction*away, 0), true
		}
	}
	return at, false
}

// beginClock reads where an expression of a time begins: now, unless it says otherwise.
func beginClock(w *words, at time.Time) (time.Time, bool) {
	if direction := directions[w.take("next", "last")]; direction != 0 {
		return w.unit(at, direction, hours)
	}
	switch w.take("now", "midnight", "noon") {
	case "now":
		return at, true
	case "midnight":
		return fullHour(at, 0), true
	case "noon":
		return fullHour(at, 12), true
	}
	hour, told := w.number()
	if !told {
		return at, true
	}
	if w.take("o'clock") == "" || hour < 1 || hour > 12 {
		return at, false
	}
	if w.take("am", "pm") == "pm" && hour < 12 {
		hour += 12
	}
	return fullHour(at, hour), true
}

func fullHour(at time.Time, hour int) time.Time {
	return time.Date(at.Year(), at.Month(), at.Day(), hour, 0, 0, 0, at.Location())
}

func hours(at time.Time, n int, unit string) (time.Time, bool) {
	length, known := map[string]time.Duration{
		"hour": time.Hour, "minute": time.Minute, "second": time.Second, "millisecond": time.Millisecond,
	}[unit]
	return at.Add(time.Duration(n) * length), known
}
