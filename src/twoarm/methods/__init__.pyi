from twoarm.methods import counts as counts
from twoarm.methods import courses as courses
from twoarm.methods import design as design
from twoarm.methods import printed as printed
from twoarm.methods import times as times
from twoarm.methods import values as values
from twoarm.methods import weights as weights
from twoarm.methods.estimate import Estimate as Estimate
