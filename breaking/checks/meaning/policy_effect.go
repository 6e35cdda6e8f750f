package meaning

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bylaw-dev/bylaw/breaking"
)

// stated is the effect on a promise whose values can't be ordered: to state it for the first time
// offers something, and another one is neither better nor worse.
func stated(from, to string) breaking.Effect {
	switch "" {
	case from:
		return breaking.Offers
	case to:
		return breaking.Withdraws
	}
	return breaking.Incomparable
}

// ranked is the effect on a promise whose values are listed from the weakest to the strongest. ""
// stands for nothing declared, and any other value for the strongest.
func ranked(values ...string) func(from, to string) breaking.Effect {
	rank := func(value string) int {
		if i := slices.Index(values, value); i >= 0 {
			return i
		}
		return len(values) - 1
	}
	return func(from, to string) breaking.Effect { return better(rank(to) - rank(from)) }
}

// kept is the effect on a promise that holds or doesn't: not to state it is not to give it.
func kept(from, to string) breaking.Effect {
	switch {
	case to == "true":
		return breaking.Offers
	case from == "true":
		return breaking.Withdraws
	}
	return breaking.None
}

// better is the effect of a promise that is stronger, or weaker, or the same in other words.
func better(by int) breaking.Effect {
	switch {
	case by > 0:
		return breaking.Offers
	case by < 0:
		return breaking.Withdraws
	}
	return breaking.None
}

// longer is the effect on a time that is better the longer it is.
func longer(from, to string) breaking.Effect {
	was, known := duration(from)
	is, too := duration(to)
	if from == "" || to == "" || !known || !too {
		return stated(from, to)
	}
	return better(cmp.Compare(is, was))
}

// duration reads "24h", "90s" and "7d".
func duration(text string) (time.Duration, bool) {
	if days, ok := strings.CutSuffix(strings.TrimSpace(text), "d"); ok {
		n, err := strconv.ParseUint(days, 10, 16)
		return time.Duration(n) * 24 * time.Hour, err == nil
	}
	d, err := time.ParseDuration(strings.TrimSpace(text))
	return d, err == nil
}

// fewer is the effect on a count that is better the lower it is.
func fewer(from, to string) breaking.Effect {
	was, errWas := strconv.ParseUint(from, 10, 64)
	is, errIs := strconv.ParseUint(to, 10, 64)
	switch {
	case errWas != nil || errIs != nil:
		return stated(from, to)
	case is < was:
		return breaking.Offers
	}
	return breaking.Withdraws
}

// quotaEffect is the effect on how often callers may call, such as "100/min". No quota is the best.
func quotaEffect(from, to string) breaking.Effect {
	switch "" {
	case from:
		return breaking.Withdraws
	case to:
		return breaking.Offers
	}
	was, known := rate(from)
	is, too := rate(to)
	switch {
	case !known || !too:
		return breaking.Incomparable
	case is < was:
		return breaking.Withdraws
	case is > was:
		return breaking.Offers
	}
	return breaking.None
}

// rate reads "100/min" as calls a day.
func rate(text string) (calls float64, ok bool) {
	count, per, _ := strings.Cut(strings.ReplaceAll(text, " ", ""), "/")
	n, err := strconv.ParseFloat(strings.ReplaceAll(count, ",", ""), 64)
	if err != nil {
		return 0, false
	}
	for i, words := range [...][]string{{"d", "day"}, {"h", "hour"}, {"m", "min", "minute"}, {"s", "sec", "second"}} {
		if slices.Contains(words, strings.ToLower(per)) {
			return n * [...]float64{1, 24, 24 * 60, 24 * 60 * 60}[i], true
		}
	}
	return 0, false
}
