package types

import (
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/internal/words"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec"
)

var floatMoney = lint.New(lint.Meta{
	ID:       "float-money",
	Title:    "an amount of money is a binary floating-point number",
	Group:    "types",
	Severity: report.Error,
	Formats:  lint.BothFormats,
	AIP:      []int{143},
	Since:    "2026.1",
	Presets:  lint.Relaxed | lint.Recommended | lint.AIP,
}, lint.Hooks{
	Field:     checkMoney,
	Parameter: func(p *lint.Pass, parameter *spec.Parameter) { checkMoney(p, &parameter.Field) },
})

func checkMoney(p *lint.Pass, f *spec.Field) {
	typ := valueType(f.Type)
	if typ == nil || typ.Kind != spec.KindNumber || strings.HasPrefix(typ.Format, "decimal") {
		return
	}
	name := words.Split(f.Name)
	if !moneyOf(name).surelyHolds(f, name) {
		return
	}
	p.Report(&f.Node, typeSpan(f.Type),
		fmt.Sprintf("%s is %s, which can't hold amounts such as 0.10 exactly: sums and comparisons go wrong by cents", f.Name,
			shown(typ, p.API.Format)),
		append(moneyFix(p.API, f), lint.Cure(moneyCure(f, p.API.Format)))...)
}

// moneyFix offers a decimal string only where the currency stands beside it: without one it would
// be no amount.
func moneyFix(api *spec.API, f *spec.Field) []lint.Option {
	switch {
	case api.Format == spec.Proto:
		return retypeField(api, f, "google.type.Money", "google/type/money.proto", f.Name)
	case currencyBeside(f) != nil:
		return retypeSchema(f, "pattern", `"^-?[0-9]+(\\.[0-9]+)?$"`)
	}
	return nil
}

func moneyCure(f *spec.Field, format spec.Format) string {
	currency := currencyBeside(f)
	switch {
	case format == spec.Proto && currency != nil && f.Type.Kind != spec.KindArray:
		return fmt.Sprintf("declare it google.type.Money %s, which holds %s too, or as int64 in the currency's minor unit", f.Name, currency.Name)
	case format == spec.Proto:
		return fmt.Sprintf("declare it google.type.Money %s, or as int64 in the minor unit beside a currency_code", f.Name)
	case currency != nil:
		return fmt.Sprintf(`declare it as a decimal string beside %s, {type: string, pattern: "^-?[0-9]+(\.[0-9]+)?$"}, or as an integer in the minor unit`,
			currency.Name)
	}
	return "declare an object of amount, a decimal string such as \"12.50\", and currency, an ISO 4217 code; or an integer in the currency's minor unit"
}
