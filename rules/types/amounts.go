package types

import (
	"regexp"
	"slices"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/spec"
)

// money says how surely a name speaks of money.
type money uint8

const (
	noMoney    money = iota
	maybeMoney       // amount, cost, total: of money, or of grams
	surelyMoney
)

// moneyOf reads the words of a field's name.
func moneyOf(name []string) money {
	if at := slices.Index(name, "per"); at > 0 {
		// price_per_unit is a price; cost_per_click is a statistic.
		return onlySure(moneyOf(name[:at]))
	}
	if len(name) == 0 || slices.ContainsFunc(name, measures) {
		return noMoney
	}
	head := name[len(name)-1]
	for len(name) > 1 && isQuantity(head) {
		name = name[:len(name)-1]
		if found := moneyWord(name[len(name)-1]); found != noMoney {
			return found
		}
	}
	return moneyWord(head)
}

func onlySure(m money) money {
	if m == surelyMoney {
		return m
	}
	return noMoney
}

// isQuantity tells words that take their meaning from the one before: price_amount, revenue_value.
func isQuantity(word string) bool {
	switch word {
	case "amount", "amounts", "value", "total", "sum", "usd", "eur", "gbp", "dollars", "euros", "cents", "micros":
		return true
	}
	return false
}

func moneyWord(word string) money {
	switch word {
	case "price", "prices", "fee", "fees", "fare", "salary", "wage", "wages", "revenue", "subtotal", "msrp", "payout",
		"payouts", "surcharge", "usd", "eur", "gbp", "dollars", "euros", "money":
		return surelyMoney
	case "amount", "amounts", "cost", "costs", "total", "balance", "tax", "taxes", "discount", "discounts", "charge", "charges",
		"payment", "payments", "refund", "refunds", "credit", "debit", "deposit", "spend", "earnings", "profit", "premium",
		"income", "commission", "value", "budget", "expense", "expenses", "cents", "tip", "donation":
		return maybeMoney
	}
	return noMoney
}

// measures tells words that make a name speak of something counted, weighed or compared.
func measures(word string) bool {
	switch word {
	case "percent", "percentage", "ratio", "rate", "rates", "share", "factor", "multiplier", "weight", "score", "probability",
		"margin", "estimate", "bound", "adjustment", "average", "avg", "mean", "median", "change", "index", "count", "quantity",
		"hours", "fraction", "difference", "attribution", "size", "level", "usage", "lost", "boost", "volume", "distance",
		"elasticity", "sensitivity", "error", "threshold", "capacity", "step", "units", "p", "epsilon", "delta":
		return true
	}
	return false
}

var (
	docSaysMoney = regexp.MustCompile(`(?i)\b(currenc(y|ies)|usd|eur|gbp|dollars?|euros?|cents|monetary|money|prices?|payments?|paid|` +
		`payable|invoices?|invoiced|billed|profits?|expenses|transactions?|refund(ed|s)?|purchases?|purchased|checkout|salary|revenue)\b|[$€£]\d`)
	docSaysMeasure = regexp.MustCompile(`(?i)\b(percent(age|ual)?|ratio|fraction|number of|score|weight|probability|multiplier)\b|%`)
)

// surelyHolds decides what the name left open: by the documentation, by the rest of the name, and
// by what stands beside the field.
func (m money) surelyHolds(f *spec.Field, name []string) bool {
	doc := docOf(f)
	switch {
	case m == noMoney || docSaysMeasure.MatchString(doc):
		return false
	case m == surelyMoney:
		return true
	}
	return slices.ContainsFunc(name, sells) || currencyBeside(f) != nil ||
		name[len(name)-1] != "value" && (docSaysMoney.MatchString(doc) || pricesBeside(f))
}

// sells tells words of trade that settle what an amount or cost is of.
func sells(word string) bool {
	switch word {
	case "transaction", "payment", "purchase", "invoice", "price", "refund", "payout", "billing", "shipping", "tax", "commission",
		"salary", "checkout", "discount", "paid", "sale", "sales":
		return true
	}
	return false
}

// currencyBeside returns the field that names the currency of its neighbours, or nil.
func currencyBeside(f *spec.Field) *spec.Field {
	if f.Owner == nil {
		return nil
	}
	for _, sibling := range f.Owner.Fields {
		name := words.Split(sibling.Name)
		if n := len(name); n > 0 && (name[n-1] == "currency" || n > 1 && name[n-1] == "code" && name[n-2] == "currency") {
			return sibling
		}
	}
	return nil
}

func pricesBeside(f *spec.Field) bool {
	return f.Owner != nil && slices.ContainsFunc(f.Owner.Fields, func(sibling *spec.Field) bool {
		return sibling != f && moneyOf(words.Split(sibling.Name)) == surelyMoney
	})
}
