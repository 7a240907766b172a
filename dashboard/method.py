"""The rules of comparison in plain words, for the Definitions page. The rules themselves are in `sql/marts/`."""

METHOD = (
    (
        "Statistical neighbours",
        "Each council is compared with ten others that the Department for Education’s model finds most like it, in "
        "order of closeness. There is a model of May 2025 and an older one of April 2021. The model’s name stands on "
        "every chart, because what a figure looks like can change with the company it is put in.",
    ),
    (
        "Other councils to compare with",
        "In place of the neighbours, a council can be compared with its region, with councils of its own type in its "
        "region, or with a group of 2 to 20 councils that you choose. They are then called peers, and the same rules "
        "hold: a joint return counts once, and an average needs five figures. The City of London and the Isles of "
        "Scilly are in a group only where you put them there.",
    ),
    (
        "Neighbours’ mean, median and range",
        "The mean gives each neighbour the same weight, whatever its size. It covers the neighbours that have a figure "
        "for the period, and says how many: “9 of 10”. Where fewer than five have one, no mean is given.",
    ),
    (
        "Joint returns",
        "Some councils report together, such as Kingston upon Thames and Richmond upon Thames on their workforce. Both "
        "show the joint figure, labelled. In any mean, position or picture of England it counts once, and nobody is "
        "compared with their own joint return.",
    ),
    (
        "Region and England",
        "These are the publisher’s own figures where there are any. Otherwise they are added up here: all the counts "
        "above the line, divided by all the counts below it. A council that has no figure is left out of both, and the "
        "page says how many councils were counted and names the missing.",
    ),
    (
        "Position",
        "“3rd highest of 11” places the council among itself and those of its ten neighbours that have a figure. Equal "
        "figures share a position. There is no national rank and no score: councils face different need.",
    ),
    (
        "How sure",
        "A figure from a small number of people moves by chance. The 95% interval shows how far: by Wilson’s method "
        "for percentages, Byar’s for rates per 10,000 children. “Higher than its neighbours” means that their "
        "mean lies below the council’s interval, “lower” that it lies above, “similar” that it lies inside. Where the "
        "publisher gives no counts, no interval can be given and no such claim is made. Where the count is under "
        "20, the interval is marked as approximate.",
    ),
    (
        "Summary’s sentences",
        "Shares are said in whole numbers (“14 in every 100”) unless two figures that differ would then look the same, "
        "rates as “about 1 in 150” to two figures. England is compared by the rule for neighbours: “higher” or “lower” "
        "only where its figure lies outside the council’s interval. Measures of activity, such as children in care, "
        "have their figures side by side and no such word.",
    ),
    (
        "Change",
        "A change is from the period one year before, in the same series, in the measure’s own unit. Where the two "
        "intervals overlap, it is within what chance alone would give. No change is given across a change of "
        "boundaries or definition, or where a year is missing.",
    ),
    (
        "Missing figures",
        "Missing is never zero. Where a publisher withholds a figure, or a council made no return, the page says so by "
        "name. The City of London and the Isles of Scilly can be looked up, but are left out of means, pictures of "
        "England and scales, because a handful of people set their figures.",
    ),
    (
        "History and revisions",
        "Publishers drop old years from their files and revise recent ones. The newest release wins for every period "
        "it holds; what older releases said is kept, so that a revision can be seen and old years are not lost.",
    ),
    (
        "New and former councils",
        "A council that replaced others starts its own series. What came before is not joined to it, because the area "
        "is not the same.",
    ),
    (
        "Dates",
        "Workforce figures are for 30 September, figures on children for 31 March or the year to it, spending for the "
        "financial year. Each figure carries its date; different dates are never lined up in silence.",
    ),
    (
        "Rounding and money",
        "Figures are rounded once, when they are shown, with halves away from zero. Downloads carry full precision. "
        "Money is in cash: it is not adjusted for prices.",
    ),
    (
        "No red and green",
        "A high or low figure is a reason to ask, not a judgement. Colour marks the council in question and nothing "
        "else. Where the Department for Education gives a measure a direction, it is said in words.",
    ),
)
